using System.Net;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry.Configuration;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Tests.Registry.Transport;

public sealed class ProxySettingsTests
{
    [Theory]
    [InlineData("http://a.io/", "HTTP_PROXY=http://p:1", "http://p:1/")]
    [InlineData("https://a.io/", "HTTP_PROXY=http://p:1", null)]
    [InlineData("https://a.io/", "HTTPS_PROXY=p:1", "http://p:1/")]
    [InlineData("https://a.io/", "https_proxy=https://p:1", "https://p:1/")]
    [InlineData("https://a.io/", "https_proxy=lower:1;HTTPS_PROXY=upper:1", "http://lower:1/")]
    [InlineData("https://a.io/", "https_proxy=;HTTPS_PROXY=upper:1", "http://upper:1/")]
    [InlineData("https://a.io/", "ALL_PROXY=socks5://p:1", "socks5://p:1/")]
    [InlineData("http://a.io/", "all_proxy=p:1;HTTPS_PROXY=q:1", "http://p:1/")]
    [InlineData("https://a.io/", "ALL_PROXY=p:1;HTTPS_PROXY=q:1", "http://q:1/")]
    [InlineData("https://a.io/", "NO_PROXY=b.io", null)]
    public void Proxy_is_chosen_by_scheme(string target, string variables, string? expected)
    {
        Assert.Equal(expected, From(variables).For(new Uri(target))?.ToString());
    }

    [Theory]
    [InlineData("a.io", "http://a.io/", true)]
    [InlineData("a.io", "http://A.io./", true)]
    [InlineData("a.io", "http://x.y.a.io/", true)]
    [InlineData("a.io", "http://ba.io/", false)]
    [InlineData(".a.io", "http://a.io/", false)]
    [InlineData(".a.io", "http://x.a.io/", true)]
    [InlineData("*.a.io", "http://x.a.io/", true)]
    [InlineData("*.a.io", "http://a.io/", false)]
    [InlineData("b.io, A.IO ,,", "http://a.io/", true)]
    [InlineData("a.io:5000", "http://a.io:5000/", true)]
    [InlineData("a.io:5000", "http://a.io/", false)]
    [InlineData("a.io:80", "http://x.a.io/", true)]
    [InlineData("*", "http://a.io/", true)]
    [InlineData("10.0.0.0/8", "http://10.1.2.3/", true)]
    [InlineData("10.9.9.9/8", "http://10.1.2.3/", true)]
    [InlineData("10.9.9.9/8", "http://11.1.2.3/", false)]
    [InlineData("fd00::/8", "http://[fd00::1]/", true)]
    [InlineData("10.0.0.0/33", "http://10.1.2.3/", false)]
    [InlineData("10.1.2.3", "http://10.1.2.3/", true)]
    [InlineData("10.1.2.3:80", "http://10.1.2.3:81/", false)]
    [InlineData("fd00::1", "http://[fd00::1]/", true)]
    [InlineData("[fd00::1]:80", "http://[fd00::1]/", true)]
    [InlineData("[fd00::1]:81", "http://[fd00::1]/", false)]
    [InlineData("", "http://localhost:5000/", true)]
    [InlineData("", "http://127.0.0.2/", true)]
    [InlineData("", "http://[::1]/", true)]
    [InlineData(":", "http://a.io/", false)]
    public void Exceptions_are_reached_directly(string noProxy, string target, bool isDirect)
    {
        var settings = From($"HTTP_PROXY=p:1;NO_PROXY={noProxy}");

        Assert.Equal(isDirect, settings.For(new Uri(target)) is null);
    }

    [Fact]
    public void Users_are_given_apart_from_the_address()
    {
        var settings = From("HTTP_PROXY=http://me:p%40ss@p:1;HTTPS_PROXY=q:1");
        IWebProxy proxy = new RegistryProxy(settings, new Dictionary<string, IPEndPoint>());

        Assert.Equal("http://p:1/", proxy.GetProxy(new Uri("http://a.io/"))!.ToString());
        var credential = proxy.Credentials!.GetCredential(new Uri("http://p:1/"), "Basic")!;
        Assert.Equal(("me", "p@ss"), (credential.UserName, credential.Password));
        Assert.Null(proxy.Credentials.GetCredential(new Uri("http://q:1/"), "Basic"));
        Assert.DoesNotContain("p@ss", settings.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://me:s3cret@p:1")]
    [InlineData("http://me:s3cret@:x")]
    public void Wrong_address_is_refused_without_repeating_it(string value)
    {
        var exception = Assert.Throws<MirrorException>(() => From($"HTTPS_PROXY={value}"));

        Assert.Contains("'HTTPS_PROXY'", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
    }

    private static ProxySettings From(string variables) => ProxySettings.FromEnvironment(new HostEnvironment(
        variables.Split(';').Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])).Find);
}
