using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mirror.Oci.Registry.Transport;

/// <summary>Applies <see cref="RegistryTls"/> to the connections of one registry, which may lead to other hosts too.</summary>
internal sealed class TlsRules(RegistryTls tls, string host)
{
    private volatile bool _sawCertificate;
    private volatile string? _problem;
    private volatile bool _wantsClientCertificate = tls.ClientCertificate is not null;
    private volatile bool _hasAnswered;

    /// <summary>Whether any server showed a certificate, so that the other side speaks TLS, whatever became of it.</summary>
    public bool SawCertificate => _sawCertificate;

    /// <summary>What was wrong with the last certificate that was not taken, as a clause.</summary>
    public string? Problem => _problem;

    /// <summary>
    /// What a connection that breaks before any answer came means, as a clause; null when certificates have nothing to do with it. TLS 1.3 tells a client only
    /// after its handshake that its certificate is missing or not taken, and then all that is seen of it is a connection that ends.
    /// </summary>
    public string? ClientProblem => !_sawCertificate || _hasAnswered || !_wantsClientCertificate ? null
        : tls.ClientCertificate is null ? $"'{host}' wants a client certificate, and there is none for it"
        : $"'{host}' ends the connection, probably because it does not take the client certificate that it was shown";

    /// <summary>Any answer shows that the registry takes its clients as they are.</summary>
    public void NoteAnswer() => _hasAnswered = true;

    public SslClientAuthenticationOptions ToOptions() => new()
    {
        RemoteCertificateValidationCallback = Validate,
        LocalCertificateSelectionCallback = SelectClientCertificate,
    };

    private X509Certificate SelectClientCertificate(
        object sender, string targetHost, X509CertificateCollection local, X509Certificate? remote, string[] issuers)
    {
        // It is called once before the other side has said anything, and again if that asks for a certificate.
        if (!IsRegistry(targetHost))
        {
            return null!;
        }

        _wantsClientCertificate |= remote is not null;
        return tls.ClientCertificate!;
    }

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _sawCertificate = true;
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        var target = (sender as SslStream)?.TargetHostName ?? "";
        if (tls.SkipVerification && IsRegistry(target))
        {
            return true;
        }

        if (certificate is not X509Certificate2 leaf)
        {
            _problem = $"'{target}' shows no certificate";
            return false;
        }

        var reasons = tls.Authorities.Count > 0 ? ReasonsAgainst(leaf, chain) : Reasons(chain);
        if (errors == SslPolicyErrors.RemoteCertificateChainErrors && reasons.Count == 0)
        {
            return true;
        }

        _problem = Describe(target, errors, leaf, reasons);
        return false;
    }

    private static string Describe(string target, SslPolicyErrors errors, X509Certificate2 leaf, IReadOnlyList<X509ChainStatusFlags> reasons)
    {
        var shown = $"the certificate that '{target}' shows";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return $"{shown} is for another name{NamesOf(leaf)}";
        }

        var expiry = !reasons.Contains(X509ChainStatusFlags.NotTimeValid) ? ""
            : string.Create(CultureInfo.InvariantCulture, $"is valid from {leaf.NotBefore.ToUniversalTime():yyyy-MM-dd} to {leaf.NotAfter.ToUniversalTime():yyyy-MM-dd} and so not now");
        return reasons is [X509ChainStatusFlags.NotTimeValid]
            ? $"{shown} {expiry}"
            : $"nobody who is trusted vouches for {shown} ({string.Join(", ", reasons)}){(expiry.Length > 0 ? $", and it {expiry}" : "")}";
    }

    private static string NamesOf(X509Certificate2 leaf)
    {
        const int MaxNames = 3;
        try
        {
            var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()).Take(MaxNames + 1).ToList();
            return names.Count == 0 ? "" : $": '{string.Join("', '", names.Take(MaxNames).Select(ErrorBody.Clean))}'{(names.Count > MaxNames ? " and others" : "")}";
        }
        catch (CryptographicException)
        {
            // Only a help for the reader of the message.
            return "";
        }
    }

    private static IReadOnlyList<X509ChainStatusFlags> Reasons(X509Chain? chain) => chain is null ? [X509ChainStatusFlags.PartialChain] : [.. chain.ChainStatus.Select(status => status.Status).Distinct()];

    // The system's verdict stands for names; only the question "who signed it" is asked again, with the extra authorities as roots.
    private IReadOnlyList<X509ChainStatusFlags> ReasonsAgainst(X509Certificate2 leaf, X509Chain? seen)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        chain.ChainPolicy.CustomTrustStore.AddRange(tls.Authorities);
        if (seen is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(seen.ChainPolicy.ExtraStore);
        }

        return chain.Build(leaf) ? [] : Reasons(chain) is { Count: > 0 } reasons ? reasons : [X509ChainStatusFlags.UntrustedRoot];
    }

    private bool IsRegistry(string target) => target.Equals(host, StringComparison.OrdinalIgnoreCase);
}
