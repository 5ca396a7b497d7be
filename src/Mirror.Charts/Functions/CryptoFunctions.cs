using System.Security.Cryptography;
using System.Text;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Sprig's keys, certificates, password hashes and ciphers. What they make is never installed, only read for its images.</summary>
internal static class CryptoFunctions
{
    // What one call is worth in steps, so that a loop over it ends in time.
    private const long PasswordHashSteps = 1_000_000;
    private const long CertificateSteps = 200_000;

    private const int AesBlock = 16;
    private const int AesKey = 32;

    public static IEnumerable<TemplateFunction> All => ((TemplateFunction[])
    [
        Of("genCA", (e, a) => Certificates.Authority(e, (string)a[0]!, (nint)a[1]!, null), Text, Int),
        Of("genCAWithKey", (e, a) => Certificates.Authority(e, (string)a[0]!, (nint)a[1]!, (string)a[2]!), Text, Int, Text),
        Of("genSelfSignedCert", (e, a) => Certificates.SelfSigned(e, a, null), Text, List, List, Int),
        Of("genSelfSignedCertWithKey", (e, a) => Certificates.SelfSigned(e, a, (string)a[4]!), Text, List, List, Int, Text),
        Of("genSignedCert", (e, a) => Certificates.Signed(e, a, null), Text, List, List, Int, Any),
        Of("genSignedCertWithKey", (e, a) => Certificates.Signed(e, a, (string)a[5]!), Text, List, List, Int, Any, Text),
        Of("buildCustomCert", (_, a) => Certificates.Custom((string)a[0]!, (string)a[1]!), Text, Text),
        Of("genPrivateKey", (e, a) => Certificates.PrivateKey(e, (string)a[0]!), Text),
    ])
    .Select(function => function with { Steps = CertificateSteps })
    .Concat(((TemplateFunction[])
    [
        Of("bcrypt", (e, a) => Bcrypt.Hash(GoText.ToBytes((string)a[0]!), e.Random), Text),
        Of("htpasswd", (e, a) => Htpasswd(e, (string)a[0]!, (string)a[1]!), Text, Text),
        Of("derivePassword", (_, a) => DerivedPassword.Derive((uint)a[0]!, (string)a[1]!, (string)a[2]!, (string)a[3]!, (string)a[4]!), Counter, Text, Text, Text, Text),
    ])
    .Select(function => function with { Steps = PasswordHashSteps }))
    .Concat(
    [
        Of("encryptAES", (e, a) => Encrypt(e, (string)a[0]!, (string)a[1]!), Text, Text),
        Of("decryptAES", (_, a) => Decrypt((string)a[0]!, (string)a[1]!), Text, Text),
    ]);

    private static string Htpasswd(Execution execution, string user, string password) => user.Contains(':', StringComparison.Ordinal)
        ? $"invalid username: {user}"
        : $"{user}:{Bcrypt.Hash(GoText.ToBytes(password), execution.Random)}";

    private static string Encrypt(Execution execution, string password, string text)
    {
        if (text.Length == 0)
        {
            return "";
        }

        var iv = new byte[AesBlock];
        execution.Random.Fill(iv);
        using var aes = Cipher(password);
        return Convert.ToBase64String([.. iv, .. aes.EncryptCbc(GoText.ToBytes(text), iv)]);
    }

    private static string Decrypt(string password, string text)
    {
        if (text.Length == 0)
        {
            return "";
        }

        if (!EncodingFunctions.TryDecodeBase64(text, out var bytes) || bytes.Length < AesBlock)
        {
            throw new FunctionException("The text is not what 'encryptAES' makes.");
        }

        using var aes = Cipher(password);
        return GoText.FromBytes(aes.DecryptCbc(bytes.AsSpan(AesBlock), bytes.AsSpan(0, AesBlock)));
    }

    // Sprig takes the password itself as the key, cut or filled up with zeros.
    private static Aes Cipher(string password)
    {
        var key = new byte[AesKey];
        var bytes = Encoding.UTF8.GetBytes(password);
        bytes.AsSpan(0, Math.Min(bytes.Length, AesKey)).CopyTo(key);
        var aes = Aes.Create();
        aes.Key = key;
        return aes;
    }
}
