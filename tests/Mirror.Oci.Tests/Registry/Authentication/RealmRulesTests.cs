using Mirror.Oci.Registry.Authentication;

namespace Mirror.Oci.Tests.Registry.Authentication;

public sealed class RealmRulesTests
{
    [Theory]
    [InlineData("https://auth.example.com/token", "https://registry.example.com/")]
    [InlineData("https://registry.example.com/token?a=b", "https://registry.example.com/")]
    [InlineData("https://10.0.0.7/token", "https://registry.example.com/")]
    [InlineData("http://auth.example.com/token", "http://registry.example.com/")]
    [InlineData("http://127.0.0.1:5001/token", "http://localhost:5000/")]
    public void Usable(string realm, string registry) => Assert.NotNull(RealmRules.Parse(realm, new Uri(registry), out _));

    [Theory]
    [InlineData("http://auth.example.com/token", "https://registry.example.com/", "it is plain HTTP while the registry is HTTPS")]
    [InlineData("https://169.254.169.254/token", "https://registry.example.com/", "it is a link-local address")]
    [InlineData("https://[::ffff:169.254.169.254]/token", "https://registry.example.com/", "it is a link-local address")]
    [InlineData("https://2852039166/token", "https://registry.example.com/", "it is a link-local address")]
    [InlineData("https://[fe80::1]/token", "https://registry.example.com/", "it is a link-local address")]
    [InlineData("https://127.0.0.1/token", "https://registry.example.com/", "it is on this machine while the registry is not")]
    [InlineData("https://localhost/token", "https://registry.example.com/", "it is on this machine while the registry is not")]
    [InlineData("https://user:pw@auth.example.com/token", "https://registry.example.com/", "it contains user information")]
    [InlineData("ldap://auth.example.com/", "https://registry.example.com/", "it is not an HTTP address")]
    [InlineData("token", "https://registry.example.com/", "it is not an HTTP address")]
    public void Refused(string realm, string registry, string problem)
    {
        Assert.Null(RealmRules.Parse(realm, new Uri(registry), out var actual));
        Assert.Equal(problem, actual);
    }
}
