using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry.Configuration;
using Mirror.Oci.Registry.Transport;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Oci.Tests.Registry.Configuration;

public sealed class HostCertificatesTests : IDisposable
{
    private const string Registry = "a.io:5000";

    private readonly TempFolder _folder = new();
    private readonly HostCertificates _certificates;
    private readonly TestCertificate _pair = TestCertificate.ForLoopback();

    public HostCertificatesTests() =>
        _certificates = new HostCertificates(new HostEnvironment(new Dictionary<string, string> { ["HOME"] = _folder.Combine("home") }, _folder.Path));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Registry_without_folder_has_the_default()
    {
        Write("etc/containers/certs.d/a.io/ca.crt", _pair.AuthorityPem);

        Assert.Same(RegistryTls.Default, _certificates.Find(Registry));
    }

    [Fact]
    public void Authorities_and_the_client_pair_are_read()
    {
        Write($"etc/containers/certs.d/{Registry}/1.crt", _pair.AuthorityPem);
        Write($"etc/containers/certs.d/{Registry}/2.crt", $"{_pair.AuthorityPem}\n" + TestCertificate.ForLoopback().AuthorityPem);
        Write($"etc/containers/certs.d/{Registry}/client.cert", _pair.CertificatePem);
        Write($"etc/containers/certs.d/{Registry}/client.key", _pair.KeyPem);
        Write($"etc/containers/certs.d/{Registry}/README", "x");

        var tls = _certificates.Find(Registry);

        Assert.Equal(3, tls.Authorities.Count);
        Assert.True(tls.ClientCertificate!.HasPrivateKey);
        Assert.Equal("CN=localhost", tls.ClientCertificate.Subject);
        Assert.False(tls.SkipVerification);
    }

    [Fact]
    public void First_folder_counts_alone()
    {
        Write($"etc/docker/certs.d/{Registry}/1.crt", $"{_pair.AuthorityPem}\n{_pair.AuthorityPem}\n{_pair.AuthorityPem}");
        Assert.Equal(3, _certificates.Find(Registry).Authorities.Count);

        Write($"etc/containers/certs.d/{Registry}/1.crt", $"{_pair.AuthorityPem}\n{_pair.AuthorityPem}");
        Assert.Equal(2, _certificates.Find(Registry).Authorities.Count);

        Write($"home/.config/containers/certs.d/{Registry}/1.crt", _pair.AuthorityPem);
        Assert.Single(_certificates.Find(Registry).Authorities);
    }

    [Theory]
    [InlineData("client.cert", "'client.key'")]
    [InlineData("client.key", "'client.cert'")]
    public void Half_a_pair_is_refused_with_both_names(string file, string missing)
    {
        var path = Write($"etc/containers/certs.d/{Registry}/{file}", "x");

        var exception = Assert.Throws<MirrorException>(() => _certificates.Find(Registry));

        Assert.Contains("MIR1321", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{path}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(missing.Trim('\''), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_pairs_are_refused()
    {
        foreach (var name in new[] { "one", "two" })
        {
            Write($"etc/containers/certs.d/{Registry}/{name}.cert", _pair.CertificatePem);
            Write($"etc/containers/certs.d/{Registry}/{name}.key", _pair.KeyPem);
        }

        var exception = Assert.Throws<MirrorException>(() => _certificates.Find(Registry));

        Assert.Contains("'one.cert', 'two.cert'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Authority_without_certificate_is_refused()
    {
        Write($"etc/containers/certs.d/{Registry}/empty.crt", "");
        Write($"etc/containers/certs.d/{Registry}/wrong.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        var exception = Assert.Throws<MirrorException>(() => _certificates.Find(Registry));

        Assert.Equal(2, exception.Diagnostics.Count);
        Assert.Contains("empty.crt' has no certificate in PEM form", exception.Message, StringComparison.Ordinal);
        Assert.Contains("wrong.crt' has a certificate that cannot be read", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_of_another_certificate_is_refused_without_its_content()
    {
        var other = TestCertificate.ForLoopback();
        Write($"etc/containers/certs.d/{Registry}/client.cert", _pair.CertificatePem);
        Write($"etc/containers/certs.d/{Registry}/client.key", other.KeyPem);

        var exception = Assert.Throws<MirrorException>(() => _certificates.Find(Registry));

        Assert.Contains("client.key", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(other.KeyPem.Split('\n')[1], exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public void Name_that_is_no_registry_is_a_mistake_of_the_caller(string registry)
    {
        Assert.Throws<ArgumentException>(() => _certificates.Find(registry));
    }

    private string Write(string path, string content) => _folder.WriteFile(path, content);
}
