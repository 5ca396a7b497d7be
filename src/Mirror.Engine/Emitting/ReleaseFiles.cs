using Mirror.Engine.Planning;
using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Emitting;

/// <summary>Which of the <see cref="ReleaseResources"/> a lock needs, by file name (SPEC 9.5, 9.6).</summary>
internal static class ReleaseFiles
{
    /// <summary>Every name that <see cref="Of"/> may give.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
        [ReleaseResources.SignatureJsonFile, ReleaseResources.SignatureYamlFile, ReleaseResources.UpdateServiceFile];

    /// <summary>Text by file name, ordered.</summary>
    public static IReadOnlyDictionary<string, string> Of(LockFile lockFile, IReadOnlyList<PlannedImage> images, DestinationNames names)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (images.Any(image => image.Kind == ImageKind.Graph))
        {
            files[ReleaseResources.UpdateServiceFile] = ReleaseResources.UpdateService(
                $"{names.Registry}/{names.Of(LockedGraphSource.Target)}",
                $"{names.Registry}/{names.Of(LockedGraphSource.Target with { Repository = LockedRelease.PayloadRepository }).Repository}");
        }

        var signatures = SignaturesOf(lockFile, images).ToList();
        if (signatures.Count > 0)
        {
            files[ReleaseResources.SignatureYamlFile] = ReleaseResources.SignatureYaml(signatures);
            files[ReleaseResources.SignatureJsonFile] = ReleaseResources.SignatureJson(signatures);
        }

        return files;
    }

    private static IEnumerable<KeyValuePair<Digest, ReadOnlyMemory<byte>>> SignaturesOf(LockFile lockFile, IReadOnlyList<PlannedImage> images) =>
        from payload in images.Where(image => image.Kind == ImageKind.Release).Select(image => image.Digest).Distinct()
        from signature in lockFile.Referrers.ReleaseSignatures.GetValueOrDefault(payload) ?? []
        select KeyValuePair.Create<Digest, ReadOnlyMemory<byte>>(payload, signature.ToBytes());
}
