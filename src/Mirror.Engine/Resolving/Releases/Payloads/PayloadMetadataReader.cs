using System.Text.Json;

namespace Mirror.Engine.Resolving.Releases.Payloads;

/// <summary>Reads <c>release-metadata</c>: version, errata, and what the release updates from.</summary>
internal static class PayloadMetadataReader
{
    private const int MaxPrevious = 20_000;

    /// <summary>A payload without its components.</summary>
    /// <exception cref="MirrorException">MIR2331.</exception>
    public static ReleasePayload Read(ReadOnlyMemory<byte> json, string payload)
    {
        var reader = new PayloadJson("release-metadata", payload);
        return reader.Read(json, root =>
        {
            reader.ExpectKind(root, "cincinnati-metadata-v0");
            var previous = PayloadJson.Find(root, "previous", JsonValueKind.Array);
            if (previous?.GetArrayLength() > MaxPrevious)
            {
                throw reader.Invalid($"'previous' has more than {MaxPrevious} entries");
            }

            return new ReleasePayload(reader.Text(root, "version", "release-metadata"), [])
            {
                Previous =
                [
                    .. previous?.EnumerateArray().Select(version => version.ValueKind == JsonValueKind.String
                        ? version.GetString()!
                        : throw reader.Invalid("'previous' has an entry that is not a text")) ?? [],
                ],
                Errata = PayloadJson.Find(root, "metadata", JsonValueKind.Object) is { } metadata ? PayloadJson.FindText(metadata, "url") : null,
            };
        });
    }
}
