using System.Buffers;
using System.Collections.Concurrent;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Engine.Verifying;

/// <summary>
/// Walks images in one place and says what is missing or damaged. Safe for concurrent use; what images of one repository share is asked for and read once.
/// </summary>
/// <param name="place">The place.</param>
/// <param name="isDeep">Whether every byte is read.</param>
/// <param name="isFolder">Whether all repositories share one folder of blobs.</param>
internal sealed class ContentCheck(IImageSource place, bool isDeep, bool isFolder)
{
    private const int BufferSize = 128 * 1024;

    private readonly ConcurrentDictionary<(string Repository, Digest Blob), Lazy<Task<string?>>> _blobs = [];

    /// <summary>Clauses such as <c>the blob 'sha256:…' is missing</c>; none when all is well.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(ImageReference image, IReadOnlyList<Platform> platforms, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        await CheckManifestAsync(image, platforms, problems, [], cancellationToken).ConfigureAwait(false);
        return problems;
    }

    private async Task CheckManifestAsync(
        ImageReference image,
        IReadOnlyList<Platform> platforms,
        List<string> problems,
        HashSet<Digest> seen,
        CancellationToken cancellationToken)
    {
        ManifestContent? manifest;
        try
        {
            manifest = await place.FindManifestAsync(image, cancellationToken).ConfigureAwait(false);
        }
        catch (MirrorException e) when (IsDamage(e))
        {
            problems.Add($"the manifest '{image.Digest}' is damaged");
            return;
        }

        if (manifest is null)
        {
            problems.Add($"the manifest '{image.Digest}' is missing");
            return;
        }

        foreach (var child in manifest.Manifest.Children.Where(child => PlatformFilter.Includes(platforms, child) && seen.Add(child.Digest)))
        {
            await CheckManifestAsync(image.WithDigest(child.Digest), [], problems, seen, cancellationToken).ConfigureAwait(false);
        }

        foreach (var blob in manifest.Manifest.Blobs().Where(blob => seen.Add(blob.Digest)))
        {
            var check = _blobs.GetOrAdd((isFolder ? "" : image.Name, blob.Digest), _ => new(() => CheckBlobAsync(image, blob, cancellationToken)));
            if (await check.Value.ConfigureAwait(false) is { } problem)
            {
                problems.Add(problem);
            }
        }
    }

    private async Task<string?> CheckBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken)
    {
        try
        {
            var content = await place.FindBlobAsync(image, blob, cancellationToken).ConfigureAwait(false);
            if (content is null)
            {
                return $"the blob '{blob.Digest}' is missing";
            }

            await using (content.ConfigureAwait(false))
            {
                if (isDeep)
                {
                    await ReadToEndAsync(content, cancellationToken).ConfigureAwait(false);
                }
            }

            return null;
        }
        catch (MirrorException e) when (IsDamage(e))
        {
            return $"the blob '{blob.Digest}' is damaged";
        }
    }

    private static bool IsDamage(MirrorException exception) =>
        exception.Diagnostics[0].Code == MirrorErrors.DigestMismatch || exception.Diagnostics[0].Code == MirrorErrors.SizeMismatch;

    private static async Task ReadToEndAsync(Stream content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
                // The stream verifies what passes.
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
