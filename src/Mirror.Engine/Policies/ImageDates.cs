using System.Text.Json;
using Mirror.Model.Json;
using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Engine.Policies;

/// <summary>When images were made, as their configurations say: from the store, and from <paramref name="sources"/> where they may be asked.</summary>
internal sealed class ImageDates(ContentStore store, IImageSource? sources)
{
    private const int MaxDepth = 3;
    private const long MaxConfiguration = 8 * 1024 * 1024;

    // Builds that shall be the same every time write the start of the epoch, or nothing.
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Null when nobody tells, or what is told is no date of a release.</summary>
    public async Task<DateTimeOffset?> FindAsync(ImageReference image, CancellationToken cancellationToken)
    {
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            var manifest = await FindManifestAsync(image, cancellationToken).ConfigureAwait(false);
            if (manifest is null)
            {
                return null;
            }

            if (!manifest.Manifest.IsIndex)
            {
                return manifest.Manifest.Config is { Size: <= MaxConfiguration } config ? await ReadAsync(image, config, cancellationToken).ConfigureAwait(false) : null;
            }

            // Instances of one index are made together; attestations among them have no platform.
            var child = manifest.Manifest.Children.FirstOrDefault(child => child.Platform is { Os: "linux", Architecture: "amd64" })
                ?? manifest.Manifest.Children.FirstOrDefault(child => child.Platform is not (null or { Os: "unknown" }))
                ?? (manifest.Manifest.Children is [var first, ..] ? first : null);
            if (child is null)
            {
                return null;
            }

            image = image.WithDigest(child.Digest);
        }

        return null;
    }

    private async Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken) =>
        await store.FindManifestAsync(image, cancellationToken).ConfigureAwait(false)
        ?? (sources is null ? null : await sources.FindManifestAsync(image, cancellationToken).ConfigureAwait(false));

    private async Task<DateTimeOffset?> ReadAsync(ImageReference image, Descriptor config, CancellationToken cancellationToken)
    {
        var content = await store.FindBlobAsync(image, config, cancellationToken).ConfigureAwait(false);
        if (content is null && sources is not null)
        {
            content = await sources.FindBlobAsync(image, config, cancellationToken).ConfigureAwait(false);
        }

        if (content is null)
        {
            return null;
        }

        await using (content.ConfigureAwait(false))
        {
            var bytes = new byte[config.Size];
            await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);

            // The stream has verified its content only when it was read to its end.
            await content.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return Parse(bytes);
        }
    }

    private static DateTimeOffset? Parse(byte[] json)
    {
        try
        {
            using var document = JsonText.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("created", out var created)
                && created.ValueKind == JsonValueKind.String
                && created.TryGetDateTimeOffset(out var date)
                && date >= Earliest
                ? date
                : null;
        }
        catch (JsonException)
        {
            // The configuration of an artifact may be anything; then it has no date.
            return null;
        }
    }
}
