using Mirror.Model.Diagnostics;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Registry.Authentication;

public sealed class CredentialFileTests : IDisposable
{
    private readonly CredentialHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("full.json", "example.org", "ns/repo", "example:org")]
    [InlineData("full.json", "docker.io", "library/busybox", "docker:io")]
    [InlineData("full.json", "localhost", "x", "local:host")]
    [InlineData("full.json", "localhost:5000", "x", "local:host-5000")]
    [InlineData("full.json", "10.10.30.45", "x", "10.10:30.45")]
    [InlineData("full.json", "normalize.example.org", "x", "normalize:example")]
    [InlineData("full.json", "nosuch.org", "x", "none")]
    [InlineData("abnormal.json", "docker.io", "library/x", "index:docker.io")]
    [InlineData("abnormal.json", "127.0.0.1:5000", "x", "127.0:0.1-5000")]
    [InlineData("abnormal.json", "localhost", "x", "local:host")]
    [InlineData("abnormal.json", "localhost:5001", "x", "local:host-5001")]
    [InlineData("empty.json", "example.org", "x", "none")]
    [InlineData("refpath.json", "example.org", "repo", "example:org")]
    [InlineData("refpath.json", "example.org", "repo/below", "example:org")]
    [InlineData("refpath.json", "example.org", "repository", "local:host")]
    [InlineData("refpath.json", "docker.io", "vendor/x", "first:level")]
    [InlineData("refpath.json", "docker.io", "library/busybox", "library:busybox")]
    [InlineData("refpath.json", "docker.io", "library/other", "library:other")]
    [InlineData("refpath.json", "docker.io", "other/x", "top:level")]
    [InlineData("example_identitytoken.json", "example.org", "x", "00000000-0000-0000-0000-000000000000 token some very long identity token")]
    public async Task Real_file_answers_as_the_containers_library_does(string file, string registry, string repository, string expected)
    {
        using var credentials = _host.Load(TestData.PathOf("registries-conf", "auth-json-testdata", file));

        Assert.Equal(expected, await CredentialHost.FindAsync(credentials, registry, repository));
    }

    [Theory]
    [InlineData("docker.io", "docker:io-legacy")]
    [InlineData("localhost", "local:host-legacy")]
    public async Task Real_legacy_file_answers_by_host(string registry, string expected)
    {
        _host.Write("home/.dockercfg", await File.ReadAllTextAsync(
            TestData.PathOf("registries-conf", "auth-json-testdata", "legacy.json"), TestContext.Current.CancellationToken));

        Assert.Equal(expected, await _host.FindAsync(registry));
    }

    [Fact]
    public async Task Password_may_contain_colons_and_trailing_zeros_are_cut()
    {
        _host.Write("home/.docker/config.json", $$$$"""{"auths": {"a.io": {"auth": "{{{{CredentialHost.Base64("me:p:q:\0\0")}}}}"}}}""");

        Assert.Equal("me:p:q:", await _host.FindAsync("a.io"));
    }

    [Fact]
    public async Task User_and_password_may_stand_in_the_clear()
    {
        _host.Write("home/.docker/config.json", """{"auths": {"a.io": {"username": "me", "password": "p\u00e9"}}, "HttpHeaders": {"x": ["y"]}}""");

        Assert.Equal("me:pé", await _host.FindAsync("a.io"));
    }

    [Fact]
    public async Task Entry_without_secret_is_none_and_the_next_file_is_asked()
    {
        _host.Write("home/.config/containers/auth.json", """{"auths": {"a.io": {}, "b.io": null}}""");
        _host.Write("home/.docker/config.json", CredentialHost.Auths("a.io", "docker"));

        Assert.Equal("docker:secret", await _host.FindAsync("a.io"));
        Assert.Equal("none", await _host.FindAsync("b.io"));
    }

    [Fact]
    public async Task Files_are_asked_in_their_order()
    {
        _host.Write("home/.dockercfg", """{"a.io": {"auth": "bGVnYWN5OnNlY3JldA=="}}""");
        Assert.Equal("legacy:secret", await _host.FindAsync("a.io"));

        _host.Write("home/.docker/config.json", CredentialHost.Auths("a.io", "docker"));
        Assert.Equal("docker:secret", await _host.FindAsync("a.io"));

        _host.Write("dockerconfig/config.json", CredentialHost.Auths("a.io", "dockerconfig"));
        _host.Set("DOCKER_CONFIG", _host.PathOf("dockerconfig"));
        Assert.Equal("dockerconfig:secret", await _host.FindAsync("a.io"));

        _host.Write("home/.config/containers/auth.json", CredentialHost.Auths("a.io", "user"));
        Assert.Equal("user:secret", await _host.FindAsync("a.io"));

        _host.Write("settings/containers/auth.json", CredentialHost.Auths("a.io", "settings"));
        _host.Set("XDG_CONFIG_HOME", _host.PathOf("settings"));
        Assert.Equal("settings:secret", await _host.FindAsync("a.io"));

        _host.Write("proc/self/status", "Name:\tx\nUid:\t1\t42\t3\t4\n");
        _host.Write("run/containers/42/auth.json", CredentialHost.Auths("a.io", "run"));
        Assert.Equal("run:secret", await _host.FindAsync("a.io"));

        _host.Write("runtime/containers/auth.json", CredentialHost.Auths("a.io", "runtime"));
        _host.Set("XDG_RUNTIME_DIR", _host.PathOf("runtime"));
        Assert.Equal("runtime:secret", await _host.FindAsync("a.io"));
    }

    [Fact]
    public async Task Named_file_stands_alone()
    {
        _host.Write("home/.docker/config.json", CredentialHost.Auths("a.io", "docker"));
        _host.Set("REGISTRY_AUTH_FILE", _host.Write("variable.json", CredentialHost.Auths("b.io", "variable")));
        Assert.Equal(["none", "variable:secret"], [await _host.FindAsync("a.io"), await _host.FindAsync("b.io")]);

        using var credentials = _host.Load(_host.Write("given.json", CredentialHost.Auths("c.io", "given")));
        Assert.Equal(["none", "given:secret"], [await CredentialHost.FindAsync(credentials, "b.io"), await CredentialHost.FindAsync(credentials, "c.io")]);
    }

    [Fact]
    public void Missing_named_file_is_an_error()
    {
        var exception = Assert.Throws<MirrorException>(() => _host.Load(_host.PathOf("nosuch.json")));

        Assert.Contains("MIR1311", exception.Message, StringComparison.Ordinal);
        Assert.Contains("nosuch.json", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"auths\": {\n  \"a.io\": {\"auth\": \"c2VjcmV0OnNlY3JldA==\",}}}", 2, 43)]
    [InlineData("{\"auths\": {\n  \"é\": secret}}", 2, 8)]
    [InlineData("", 1, 1)]
    [InlineData("{", 1, 2)]
    [InlineData("[]", 1, 1)]
    [InlineData("{} x", 1, 4)]
    [InlineData("{\"auths\": []}", 1, 11)]
    [InlineData("{\"auths\": {\"a\": \"secret\"}}", 1, 17)]
    [InlineData("{\"auths\": {\"a\": {\"auth\": 1}}}", 1, 26)]
    [InlineData("{\"credHelpers\": {\"a\": {}}}", 1, 23)]
    [InlineData("{\"credsStore\": true}", 1, 16)]
    [InlineData("{\"credsStore\": \"\\ud800\"}", 1, 16)]
    public void Malformed_file_is_refused_with_its_place_and_without_its_values(string content, int line, int column)
    {
        var file = _host.Write("home/.docker/config.json", content);

        var exception = Assert.Throws<MirrorException>(() => _host.Load());

        Assert.Contains($"{file}({line},{column}): error MIR1312", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("c2Vj", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not-base64-s3cret!")]
    [InlineData("czNjcmV0")]
    [InlineData("/////w==")]
    public async Task Unusable_secret_is_an_error_when_it_is_needed(string auth)
    {
        var file = _host.Write("home/.docker/config.json", $$$$"""
            {"auths": {
              "a.io": {"auth": "{{{{auth}}}}"},
              "b.io": {"username": "me", "password": "b"}}}
            """);

        Assert.Equal("me:b", await _host.FindAsync("b.io"));
        var exception = await Assert.ThrowsAsync<MirrorException>(() => _host.FindAsync("a.io"));
        Assert.Contains($"{file}(2,20): error MIR1312", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(auth, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_of_all_files_are_reported_together()
    {
        _host.Write("home/.docker/config.json", "x");
        _host.Write("home/.config/containers/auth.json", "y");

        var exception = Assert.Throws<MirrorException>(() => _host.Load());

        Assert.Equal(2, exception.Diagnostics.Count);
    }

    [Fact]
    public void File_that_everybody_can_read_is_warned_of_once()
    {
        var file = _host.Write("auth.json", CredentialHost.Auths("a.io", "me"));
        CredentialHost.SetMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        _host.Load(file).Dispose();
        _host.Load(file).Dispose();

        var warning = Assert.Single(_host.Warnings);
        Assert.Equal(MirrorErrors.CredentialFileExposed, warning.Code);
        Assert.Contains(file, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_without_secrets_or_for_the_user_alone_is_not_warned_of()
    {
        var open = _host.Write("open.json", """{"auths": {"a.io": {}}, "credsStore": "x"}""");
        CredentialHost.SetMode(open, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        _host.Load(open).Dispose();
        _host.Load(_host.Write("closed.json", CredentialHost.Auths("a.io", "me"))).Dispose();

        Assert.Empty(_host.Warnings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutated_file_is_read_or_refused_and_nothing_else(int seed)
    {
        var original = """{"auths": {"a.io/x": {"auth": "bWU6cA==", "identitytoken": null}, "b": {"username": "é\u00e9"}}, "credHelpers": {"c": "d"}, "x": [1]}"""u8.ToArray();
        byte[] alphabet = [.. "{}[]:,\"\\u d8null10x\n"u8, 0xFF];
        var random = new Random(seed);
        var file = _host.PathOf("mutated.json");

        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new List<byte>(original);
            for (var edit = random.Next(1, 4); edit > 0; edit--)
            {
                var at = random.Next(bytes.Count);
                if (random.Next(3) == 0)
                {
                    bytes.RemoveAt(at);
                }
                else
                {
                    bytes.Insert(at, alphabet[random.Next(alphabet.Length)]);
                }
            }

            File.WriteAllBytes(file, [.. bytes]);

            var exception = Record.Exception(() => _host.Load(file).Dispose());

            Assert.True(exception is null or MirrorException, $"Round {round}: {exception}");
        }
    }
}
