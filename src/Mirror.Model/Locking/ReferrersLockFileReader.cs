using System.Globalization;

namespace Mirror.Model.Locking;

/// <summary>Reads <c>mirror.lock.referrers.json</c>, as strictly as <see cref="LockFileReader"/> reads the lock.</summary>
public static class ReferrersLockFileReader
{
    /// <summary>Bytes the file may have.</summary>
    public const int MaxSize = LockFileReader.MaxSize;

    private const string SignaturePrefix = "signature-";

    /// <param name="file">How messages call the file.</param>
    /// <exception cref="MirrorException">MIR2001 to MIR2004, at a line and column.</exception>
    public static ReferrersLockFile Read(byte[] utf8, string file)
    {
        var root = LockRoot.Read(utf8, file, MaxSize, ReferrersLockFile.CurrentLockVersion);
        var images = root.Member("images").Members().SelectMany(repository => repository.Members().Select(image => (Name: NameOf(repository, image), Node: image))).ToList();
        var releases = root.Member("releaseSignatures").Members().ToList();
        root.RefuseUnread();
        return ReferrersLockFile.Of(
            images.Select(image => KeyValuePair.Create(image.Name, ReadReferrers(image.Node))),
            releases.Select(release => KeyValuePair.Create(release.AsDigestName(), ReadSignatures(release)))) with
        {
            Spans = images.ToDictionary(image => image.Name, image => image.Node.Span, StringComparer.Ordinal),
        };
    }

    private static string NameOf(LockNode repository, LockNode image) => repository.AsReferenceName(image.AsDigestName());

    private static IReadOnlyList<LockedReferrer> ReadReferrers(LockNode image) => [.. image.Members().Select(ReadReferrer)];

    private static LockedReferrer ReadReferrer(LockNode node)
    {
        var type = node.Text("artifactType");
        var size = node.Integer("size");
        var referrer = Digest.TryParse(node.Name, out var digest)
            ? new LockedReferrer(node.Digest("subject"), digest, type, size)
            : ReferrerTag.TryParse(node.Name, out var subject)
                ? new LockedReferrer(subject.Value, node.Digest("digest"), type, size, node.Name)
                : throw node.Invalid(
                    $"'{node.Name}' is neither a digest nor a tag like 'sha256-<hex>' with one of the endings {string.Join(", ", ReferrerTag.Endings.Select(e => $"'{e}'"))}");
        node.RefuseUnread();
        return referrer;
    }

    private static IReadOnlyList<LockedReleaseSignature> ReadSignatures(LockNode release) => [.. release.Members().Select(ReadSignature)];

    private static LockedReleaseSignature ReadSignature(LockNode node)
    {
        if (!node.Name.StartsWith(SignaturePrefix, StringComparison.Ordinal)
            || !int.TryParse(node.Name[SignaturePrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < 1
            || node.Name[SignaturePrefix.Length] == '0')
        {
            throw node.Invalid($"'{node.Name}' is not 'signature-' with a number from 1");
        }

        var text = node.AsText();
        var content = new byte[text.Length];
        return Convert.TryFromBase64String(text, content, out var length) && length is > 0 and <= LockedReleaseSignature.MaxSize
            && new LockedReleaseSignature(number, content.AsSpan(0, length)) is var signature && signature.Base64 == text
            ? signature
            : throw node.Invalid($"'{node.Name}' is not base64 of 1 to {LockedReleaseSignature.MaxSize} bytes");
    }
}
