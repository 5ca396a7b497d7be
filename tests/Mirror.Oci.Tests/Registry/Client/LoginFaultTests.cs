using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry;
using Mirror.Oci.Registry.Authentication;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry.Client;

public sealed class LoginFaultTests
{
    private const string Identity = "identity-5d21-token";

    [Fact]
    public async Task Token_is_fetched_once_for_a_repository_and_its_action()
    {
        await using var tokens = new TestTokenServer();
        await using var fixture = Guarded(tokens);

        await fixture.ReadManifestAsync();
        await fixture.ReadLayerAsync();
        await fixture.ReadManifestAsync();

        var request = Assert.Single(tokens.Requests);
        Assert.Equal("test registry, with comma", request.Parameter("service"));
        Assert.Equal("repository:team/app:pull", request.Parameter("scope"));
        Assert.Equal($"Basic {Encoded($"mirror:{FaultFixture.Password}")}", request["Authorization"]);
        Assert.Equal(1, fixture.Source.Statistics.Snapshot().TokenRequests);
        Assert.Equal(4, fixture.Registry.Requests.Count);
    }

    [Fact]
    public async Task Second_repository_asks_for_its_token_unasked()
    {
        await using var tokens = new TestTokenServer();
        await using var fixture = Guarded(tokens);
        fixture.Registry.Content.Add("team/other", "v1", fixture.Image);

        await fixture.ReadManifestAsync();
        await fixture.Source.FindManifestAsync("team/other", "v1", FaultFixture.Cancellation);

        Assert.Equal(["repository:team/app:pull", "repository:team/other:pull"], tokens.Requests.Select(request => request.Parameter("scope")));
        Assert.Equal(3, fixture.Registry.Requests.Count);
    }

    [Fact]
    public async Task Mount_asks_for_both_repositories()
    {
        await using var tokens = new TestTokenServer();
        await using var fixture = Guarded(tokens);
        fixture.Registry.Content.Add("team/base", "v1", fixture.Image);

        await fixture.PushLayerAsync(fixture.Destination, mountFrom: "team/base");

        var scopes = tokens.Requests[0].Query.Split('&').Where(part => part.Contains("scope=", StringComparison.Ordinal)).Select(Uri.UnescapeDataString);
        Assert.Equal(["scope=repository:team/app:pull,push", "scope=repository:team/base:pull"], scopes);
    }

    [Fact]
    public async Task Mount_that_gets_no_token_becomes_an_upload()
    {
        await using var tokens = new TestTokenServer
        {
            Refusal = request => request.Query.Contains("team%2Fbase", StringComparison.Ordinal) ? new ServerAnswer(403) : null,
        };
        await using var fixture = Guarded(tokens);
        fixture.Registry.Content.Add("team/base", "v1", fixture.Image);

        await fixture.PushLayerAsync(fixture.Destination, mountFrom: "team/base");

        Assert.NotNull(fixture.Stored);
    }

    [Fact]
    public async Task Concurrent_requests_share_one_token()
    {
        await using var tokens = new TestTokenServer();
        await using var fixture = Guarded(tokens);
        await fixture.ReadManifestAsync();
        tokens.Revoke();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fixture.ReadManifestAsync()));

        Assert.InRange(tokens.Requests.Count, 2, 3);
    }

    [Fact]
    public async Task Token_is_renewed_before_it_expires()
    {
        await using var tokens = new TestTokenServer();
        await using var fixture = Guarded(tokens);
        await fixture.ReadManifestAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(280));

        await fixture.ReadManifestAsync();

        Assert.Equal(2, tokens.Requests.Count);
        Assert.Single(fixture.Registry.Requests, request => request["Authorization"].Length == 0);
    }

    [Fact]
    public async Task Token_without_lifetime_lasts_a_minute()
    {
        await using var tokens = new TestTokenServer { Lifetime = -1 };
        await using var fixture = Guarded(tokens);
        await fixture.ReadManifestAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(50));
        await fixture.ReadManifestAsync();
        Assert.Single(tokens.Requests);
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));

        await fixture.ReadManifestAsync();

        Assert.Equal(2, tokens.Requests.Count);
    }

    [Fact]
    public async Task Token_that_expires_in_the_middle_of_a_blob_is_renewed()
    {
        await using var tokens = new TestTokenServer();
        await using var fixture = Guarded(tokens);
        fixture.Registry.After("GET", "/blobs/", answer =>
        {
            tokens.Revoke();
            return answer with { ClosesAfter = 100_000 };
        });

        Assert.Equal(fixture.Layer.Bytes.ToArray(), await fixture.ReadLayerAsync());
        Assert.Equal(2, tokens.Requests.Count);
    }

    [Fact]
    public async Task Token_that_expires_in_the_middle_of_a_push_is_renewed()
    {
        await using var tokens = new TestTokenServer();
        await using var fixture = Guarded(tokens);
        fixture.Registry.After("POST", "/blobs/uploads/", answer =>
        {
            tokens.Revoke();
            return answer;
        });

        await fixture.PushLayerAsync();

        Assert.NotNull(fixture.Stored);
    }

    [Fact]
    public async Task Refusal_of_every_token_ends_after_one_renewal()
    {
        await using var tokens = new TestTokenServer();
        await using var fixture = Guarded(tokens);
        fixture.Registry.Guard = request =>
        {
            tokens.Revoke();
            return tokens.Guard(request);
        };

        await fixture.FailsAsync(MirrorErrors.RegistryUnauthorized, () => fixture.ReadManifestAsync());

        Assert.InRange(fixture.Registry.Requests.Count, 2, 3);
    }

    [Fact]
    public async Task Insufficient_scope_is_answered_with_the_scope_that_is_asked_for()
    {
        await using var tokens = new TestTokenServer();
        await using var fixture = Guarded(tokens);
        const string wanted = "repository:team/app:pull repository:team/special:pull";
        fixture.Registry.Guard = request => tokens.Guard(request) ?? (tokens.Requests.Any(r => r.Query.Contains("special", StringComparison.Ordinal))
            ? null
            : ServerAnswer.Error(401, "DENIED", "more").With("WWW-Authenticate", $"Bearer realm=\"{tokens.Realm}\",scope=\"{wanted}\",error=\"insufficient_scope\""));

        var manifest = await fixture.ReadManifestAsync();

        Assert.NotNull(manifest);
    }

    [Fact]
    public async Task Anonymous_token_is_fetched_without_a_login()
    {
        await using var tokens = new TestTokenServer();
        await using var fixture = Guarded(tokens);
        var client = fixture.Connect(RegistrySide.Source, fixture.Options with { Credentials = new NoCredentials() });

        Assert.NotNull(await client.FindManifestAsync(FaultFixture.Repository, "v1", FaultFixture.Cancellation));
        Assert.Equal("", tokens.Requests[0]["Authorization"]);
    }

    [Fact]
    public async Task Identity_token_is_posted()
    {
        await using var tokens = new TestTokenServer();
        await using var fixture = Guarded(tokens);
        var client = WithIdentity(fixture);

        Assert.NotNull(await client.FindManifestAsync(FaultFixture.Repository, "v1", FaultFixture.Cancellation));
        Assert.Contains($"refresh_token={Identity}", Assert.Single(tokens.Forms), StringComparison.Ordinal);
        Assert.Contains("grant_type=refresh_token", tokens.Forms[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(401)]
    public async Task Identity_token_falls_back_to_GET(int status)
    {
        await using var tokens = new TestTokenServer { Refusal = request => request.Method == "POST" ? new ServerAnswer(status) : null };
        await using var fixture = Guarded(tokens);
        var client = WithIdentity(fixture);

        Assert.NotNull(await client.FindManifestAsync(FaultFixture.Repository, "v1", FaultFixture.Cancellation));
        Assert.Equal($"Basic {Encoded($"<token>:{Identity}")}", tokens.Requests[1]["Authorization"]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Token_server_that_refuses_the_login_is_named_and_not_asked_again(int status)
    {
        await using var tokens = new TestTokenServer { Refusal = _ => ServerAnswer.Error(status, "DENIED", $"no {FaultFixture.Password}") };
        await using var fixture = Guarded(tokens);

        var message = await fixture.FailsAsync(MirrorErrors.RegistryUnauthorized, () => fixture.ReadManifestAsync());

        Assert.Contains($"'{tokens.Endpoint}'", message, StringComparison.Ordinal);
        Assert.Single(tokens.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Token_server_in_trouble_is_asked_again(int status)
    {
        var left = 2;
        await using var tokens = new TestTokenServer { Refusal = _ => left-- > 0 ? new ServerAnswer(status) : null };
        await using var fixture = Guarded(tokens);

        Assert.NotNull(await fixture.ReadManifestAsync());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"token\":\"\"}")]
    [InlineData("{\"token\":\"a\\r\\nX-Injected: b\"}")]
    public async Task Answer_without_a_usable_token_is_refused(string body)
    {
        await using var tokens = new TestTokenServer { Refusal = _ => ServerAnswer.Json(200, body) };
        await using var fixture = Guarded(tokens);

        await fixture.FailsAsync(MirrorErrors.RegistryTokenRefused, () => fixture.ReadManifestAsync());
    }

    [Fact]
    public async Task Token_answer_that_never_ends_is_refused()
    {
        await using var tokens = new TestTokenServer { Refusal = _ => new ServerAnswer(200) { Body = new byte[10_000], IsEndless = true } };
        await using var fixture = Guarded(tokens);

        await fixture.FailsAsync(MirrorErrors.RegistryAnswerTooLarge, () => fixture.ReadManifestAsync());
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/token")]
    [InlineData("http://[fe80::1]/token")]
    [InlineData("http://user:pw@127.0.0.1/token")]
    [InlineData("ftp://127.0.0.1/token")]
    [InlineData("/token")]
    [InlineData("")]
    public async Task Realm_that_is_an_attack_gets_no_request(string realm)
    {
        await using var tokens = new TestTokenServer { Realm = realm };
        await using var fixture = Guarded(tokens);

        await fixture.FailsAsync(MirrorErrors.RegistryRealmRefused, () => fixture.ReadManifestAsync());
    }

    [Fact]
    public async Task Basic_login_refused_twice_is_an_error()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.Guard = request => ServerAnswer.Error(401, "UNAUTHORIZED", $"bad header {request["Authorization"]} {FaultFixture.Password}")
            .With("WWW-Authenticate", "Basic realm=\"x\"");

        var message = await fixture.FailsAsync(MirrorErrors.RegistryUnauthorized, () => fixture.ReadManifestAsync());

        Assert.Equal(2, fixture.Registry.Requests.Count);
        Assert.DoesNotContain(Encoded($"mirror:{FaultFixture.Password}"), message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_login_is_told_with_the_command_that_makes_one()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.Guard = _ => new ServerAnswer(401).With("WWW-Authenticate", "Basic realm=\"x\"");
        var client = fixture.Connect(RegistrySide.Source, fixture.Options with { Credentials = new NoCredentials() });

        var message = await fixture.FailsAsync(MirrorErrors.RegistryUnauthorized, () => client.PingAsync(FaultFixture.Cancellation));

        Assert.Contains($"podman login {fixture.Registry.Endpoint}", message, StringComparison.Ordinal);
        Assert.Single(fixture.Registry.Requests);
    }

    [Theory]
    [InlineData("Negotiate")]
    [InlineData("")]
    public async Task Way_in_that_nobody_knows_is_an_error(string challenge)
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.Guard = _ => challenge.Length == 0 ? new ServerAnswer(401) : new ServerAnswer(401).With("WWW-Authenticate", challenge);

        await fixture.FailsAsync(MirrorErrors.RegistryUnauthorized, () => fixture.ReadManifestAsync());

        Assert.Single(fixture.Registry.Requests);
    }

    private static FaultFixture Guarded(TestTokenServer tokens)
    {
        var fixture = new FaultFixture().WithImage();
        fixture.Registry.Guard = tokens.Guard;
        return fixture;
    }

    private static RegistryClient WithIdentity(FaultFixture fixture) => fixture.Connect(
        RegistrySide.Source, fixture.Options with { Credentials = new FixedCredentials(RegistryCredential.Token(Identity)) });

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
