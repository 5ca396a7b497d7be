using System.Buffers;
using System.Text.Json;
using Mirror.Model.Json;

namespace Mirror.Oci.Store;

/// <summary>
/// Removes content that nothing needs any more. What a manifest names is needed as long as the manifest is; whether a blob is a manifest, its content tells. A manifest
/// that is damaged is an error, because then nobody knows what it names.
/// </summary>
public sealed class ContentSweep(BlobFolder blobs)
{
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Removes all that is not needed by <paramref name="kept"/>.</summary>
    public async Task<SweptContent> RemoveAllButAsync(IEnumerable<Digest> kept, CancellationToken cancellationToken)
    {
        var needed = await ReachableAsync(kept, cancellationToken).ConfigureAwait(false);
        return Remove(blobs.Enumerate().Where(digest => !needed.Contains(digest)));
    }

    /// <summary>Removes <paramref name="removed"/> and what they name, less what is needed by <paramref name="kept"/>.</summary>
    public async Task<SweptContent> RemoveAsync(IEnumerable<Digest> removed, IEnumerable<Digest> kept, CancellationToken cancellationToken)
    {
        var needed = await ReachableAsync(kept, cancellationToken).ConfigureAwait(false);
        var doomed = await ReachableAsync(removed, cancellationToken).ConfigureAwait(false);
        return Remove(doomed.Where(digest => !needed.Contains(digest)));
    }

    /// <summary>The digests of <paramref name="roots"/> that are here, and of all that they name.</summary>
    public async Task<IReadOnlySet<Digest>> ReachableAsync(IEnumerable<Digest> roots, CancellationToken cancellationToken)
    {
        var reached = new HashSet<Digest>();
        var open = new Stack<Digest>(roots);
        while (open.TryPop(out var digest))
        {
            if (!blobs.Contains(digest) || !reached.Add(digest))
            {
                continue;
            }

            foreach (var named in await NamedByAsync(digest, cancellationToken).ConfigureAwait(false))
            {
                open.Push(named);
            }
        }

        return reached;
    }

    private SweptContent Remove(IEnumerable<Digest> digests)
    {
        var swept = new SweptContent(0, 0);
        foreach (var digest in digests)
        {
            var size = blobs.SizeOf(digest) ?? 0;
            if (blobs.Delete(digest))
            {
                swept = new SweptContent(swept.Blobs + 1, swept.Bytes + size);
            }
        }

        return swept;
    }

    private async Task<IReadOnlyList<Digest>> NamedByAsync(Digest digest, CancellationToken cancellationToken)
    {
        if (blobs.SizeOf(digest) > ManifestReader.MaxSize || !await BeginsLikeJsonAsync(digest, cancellationToken).ConfigureAwait(false))
        {
            return [];
        }

        var bytes = await blobs.FindBytesAsync(digest, ManifestReader.MaxSize, cancellationToken).ConfigureAwait(false);
        return bytes is null ? [] : NamedBy(bytes);
    }

    // Layers are many and large; their first byte settles it.
    private async Task<bool> BeginsLikeJsonAsync(Digest digest, CancellationToken cancellationToken)
    {
        var file = new FileStream(blobs.PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            var start = new byte[64];
            var read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            var first = start.AsSpan(0, read).IndexOfAnyExcept(WhiteSpace);
            return first >= 0 && start[first] == (byte)'{';
        }
    }

    // Not by the reader of manifests, which refuses what it does not know; here nothing that is named may be lost.
    private static List<Digest> NamedBy(byte[] bytes)
    {
        var named = new List<Digest>();
        try
        {
            using var document = JsonText.Parse(bytes, Options);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                switch (member.Name)
                {
                    case "config" or "subject":
                        Add(member.Value);
                        break;
                    case "manifests" or "layers" or "blobs" when member.Value.ValueKind == JsonValueKind.Array:
                        foreach (var item in member.Value.EnumerateArray())
                        {
                            Add(item);
                        }

                        break;
                }
            }
        }
        catch (JsonException)
        {
            // A blob that begins with a brace and is none of JSON: a layer or a configuration of somebody's own kind.
            return [];
        }

        return named;

        void Add(JsonElement descriptor)
        {
            if (descriptor.ValueKind == JsonValueKind.Object
                && descriptor.TryGetProperty("digest", out var text)
                && text.ValueKind == JsonValueKind.String
                && Digest.TryParse(text.GetString(), out var digest))
            {
                named.Add(digest);
            }
        }
    }
}
