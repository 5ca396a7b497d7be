using Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Releases.Signatures;

/// <summary>The real signatures and keys of <c>data/signatures</c>.</summary>
internal static class SignatureSamples
{
    /// <summary>The time that the samples are judged at.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] NotKeyrings = ["some-rsa-key.pub", "buggy-ocp-sig-key.asc"];

    public static byte[] Read(string path) => File.ReadAllBytes(TestData.PathOf(["signatures", .. path.Split('/')]));

    public static OpenPgpKeyring Keyring(string path) => OpenPgpKeyring.Read(Read(path), $"the keyring '{path}'");

    /// <summary>Files with public keys, but the two that are damaged on purpose.</summary>
    public static IReadOnlyList<string> KeyFiles() =>
    [
        .. Files()
            .Where(file => Path.GetExtension(file) is ".asc" or ".gpg" || file.Contains("/keyrings/", StringComparison.Ordinal)
                || file.Contains("verifier-public-key-", StringComparison.Ordinal))
            .Where(file => !NotKeyrings.Contains(Path.GetFileName(file))),
    ];

    /// <summary>Files with signatures of any kind, also of kinds that are not OpenPGP.</summary>
    public static IReadOnlyList<string> SignatureFiles() =>
    [
        .. Files().Where(file => Path.GetFileName(file) is var name
            && (name.StartsWith("signature-", StringComparison.Ordinal) || name.Contains(".signature", StringComparison.Ordinal)
                || name.Contains("-sha256-", StringComparison.Ordinal) || name.Length == 64 || name == "e2e-signature-1")),
    ];

    public static OpenPgpKeyring AllKeys() => OpenPgpKeyring.Combine(KeyFiles().Select(Keyring));

    private static IEnumerable<string> Files()
    {
        var root = TestData.PathOf("signatures");
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }
}
