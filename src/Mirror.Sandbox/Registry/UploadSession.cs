using System.Buffers;
using Microsoft.AspNetCore.Http;
using Mirror.Oci.Store;

namespace Mirror.Sandbox.Registry;

/// <summary>One upload under way. Used by one request at a time, the one that <see cref="TryEnter"/> let in.</summary>
internal sealed class UploadSession(string id, string repository, IncomingBlob blob) : IDisposable
{
    private const int BufferSize = 128 * 1024;
    private readonly SemaphoreSlim _use = new(1, 1);

    public string Id => id;

    public string Repository => repository;

    public IncomingBlob Blob => blob;

    /// <summary>When a request used it last, in ticks of UTC.</summary>
    public long LastUsed { get; set; }

    /// <summary>Whether a chunk was shorter than the registry asks for; then it must have been the last.</summary>
    public bool HadShortChunk { get; set; }

    /// <summary>The path at which the upload goes on.</summary>
    public string Location => $"/v2/{repository}/blobs/uploads/{id}";

    /// <summary>Claims the session for one request; false if another keeps it for longer than <paramref name="patience"/>.</summary>
    public Task<bool> TryEnterAsync(TimeSpan patience, CancellationToken cancellationToken) => _use.WaitAsync(patience, cancellationToken);

    /// <summary>Claims the session if nobody has it.</summary>
    public bool TryEnter() => _use.Wait(TimeSpan.Zero);

    /// <summary>Ends the claim.</summary>
    public void Leave() => _use.Release();

    /// <summary>Adds the body of a request; what arrives before a connection breaks is kept, so that the client can go on from there.</summary>
    public async Task AppendAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await FillAndWriteAsync(request.Body, buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => blob.Dispose();

    private async Task FillAndWriteAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false)) > 0)
            {
                filled += read;
                if (filled == buffer.Length)
                {
                    filled = 0;
                    await blob.AppendAsync(buffer, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            // Also what came before the connection broke, whose token is cancelled by then.
            await blob.AppendAsync(buffer.AsMemory(0, filled), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
