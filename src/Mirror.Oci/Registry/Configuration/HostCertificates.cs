using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Registry.Configuration;

/// <summary>
/// The certificate folders of registries (containers-certs.d(5)): the user's <c>~/.config/containers/certs.d</c>, then <c>/etc/containers/certs.d</c>,
/// then <c>/etc/docker/certs.d</c>; the first that has a folder for the registry counts alone.
/// </summary>
public sealed class HostCertificates(HostEnvironment environment)
{
    private const string FolderName = "certs.d";
    private const string AuthorityExtension = ".crt";
    private const string CertificateExtension = ".cert";
    private const string KeyExtension = ".key";
    private const int MaxFileSize = 1 << 20;
    private const int MaxFiles = 1000;

    /// <summary>
    /// What is configured for <paramref name="registry"/> (host with an optional port, exactly as references write it);
    /// <see cref="RegistryTls.Default"/> when nothing is. Reads the folder at each call.
    /// </summary>
    /// <exception cref="MirrorException">A file is not what its name says, or half a pair is missing.</exception>
    public RegistryTls Find(string registry)
    {
        if (!ReferenceRules.IsRegistry(registry))
        {
            throw new ArgumentException($"'{registry}' is not a host with an optional port.", nameof(registry));
        }

        var folder = Roots().Select(root => Path.Combine(root, registry)).FirstOrDefault(Directory.Exists);
        return folder is null ? RegistryTls.Default : Read(folder);
    }

    private IEnumerable<string> Roots()
    {
        if (environment.Home is { } home)
        {
            yield return Path.Combine(home, ".config", "containers", FolderName);
        }

        yield return Path.Combine(environment.Root, "etc", "containers", FolderName);
        yield return Path.Combine(environment.Root, "etc", "docker", FolderName);
    }

    private static RegistryTls Read(string folder)
    {
        var diagnostics = new DiagnosticBag();
        var files = ListFiles(folder);
        var authorities = new X509Certificate2Collection();
        foreach (var file in WithExtension(files, AuthorityExtension))
        {
            ReadAuthorities(file, authorities, diagnostics);
        }

        var certificates = WithExtension(files, CertificateExtension);
        var keys = WithExtension(files, KeyExtension);
        ReportHalves(certificates, CertificateExtension, keys, KeyExtension, "key", diagnostics);
        ReportHalves(keys, KeyExtension, certificates, CertificateExtension, "client certificate", diagnostics);
        if (certificates.Count > 1)
        {
            Report(diagnostics, $"'{folder}' has {certificates.Count} client certificates ('{string.Join("', '", certificates.Select(Path.GetFileName))}'); expected one.");
        }

        diagnostics.ThrowIfErrors();
        return new RegistryTls { Authorities = authorities, ClientCertificate = certificates is [var only] ? ReadPair(only) : null };
    }

    private static IReadOnlyList<string> ListFiles(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Take(MaxFiles).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw MirrorErrors.CertificatesInvalid.Exception($"'{folder}' cannot be read: {exception.Message}", exception);
        }
    }

    private static List<string> WithExtension(IReadOnlyList<string> files, string extension) =>
        [.. files.Where(file => file.EndsWith(extension, StringComparison.Ordinal))];

    private static void ReportHalves(
        List<string> files,
        string extension,
        List<string> others,
        string otherExtension,
        string missing,
        DiagnosticBag diagnostics)
    {
        foreach (var file in files)
        {
            var other = file[..^extension.Length] + otherExtension;
            if (!others.Contains(other, StringComparer.Ordinal))
            {
                Report(diagnostics, $"'{file}' has no {missing} beside it; expected '{other}' (an authority's certificate has the extension '{AuthorityExtension}').");
            }
        }
    }

    private static void ReadAuthorities(string file, X509Certificate2Collection authorities, DiagnosticBag diagnostics)
    {
        var before = authorities.Count;
        try
        {
            authorities.ImportFromPem(ReadText(file));
        }
        catch (CryptographicException exception)
        {
            Report(diagnostics, $"'{file}' has a certificate that cannot be read: {exception.Message}");
            return;
        }

        if (authorities.Count == before)
        {
            Report(diagnostics, $"'{file}' has no certificate in PEM form.");
        }
    }

    private static X509Certificate2 ReadPair(string certificateFile)
    {
        var keyFile = certificateFile[..^CertificateExtension.Length] + KeyExtension;
        try
        {
            var pair = X509Certificate2.CreateFromPem(ReadText(certificateFile), ReadText(keyFile));
            if (!OperatingSystem.IsWindows())
            {
                return pair;
            }

            // TLS on Windows cannot use keys that were never in a key store.
            using (pair)
            {
                return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // A key of another certificate is an ArgumentException.
            throw MirrorErrors.CertificatesInvalid.Exception(
                $"'{certificateFile}' and '{keyFile}' are not a certificate and its key in unencrypted PEM form: {exception.Message}", exception);
        }
    }

    private static string ReadText(string file) => System.Text.Encoding.UTF8.GetString(BoundedFile.Read(file, MaxFileSize, MirrorErrors.CertificatesInvalid));

    private static void Report(DiagnosticBag diagnostics, string message) => diagnostics.Report(MirrorErrors.CertificatesInvalid, null, message);
}
