using System.Buffers;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Engine.Verifying;

/// <summary>Walks an image in one place and says what is missing or damaged. Reads every byte when <paramref name="isDeep"/>.</summary>
internal sealed class ContentCheck(IImageSource place, bool isDeep)
{
    private const int BufferSize = 128 * 1024;

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
            await CheckBlobAsync(image, blob, problems, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CheckBlobAsync(ImageReference image, Descriptor blob, List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            var content = await place.FindBlobAsync(image, blob, cancellationToken).ConfigureAwait(false);
            if (content is null)
            {
                problems.Add($"the blob '{blob.Digest}' is missing");
                return;
            }

            await using (content.ConfigureAwait(false))
            {
                if (isDeep)
                {
                    await ReadToEndAsync(content, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (MirrorException e) when (IsDamage(e))
        {
            problems.Add($"the blob '{blob.Digest}' is damaged");
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
