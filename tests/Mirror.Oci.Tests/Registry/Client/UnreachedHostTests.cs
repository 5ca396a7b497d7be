using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry;
using Mirror.Oci.Registry.Transport;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry.Client;

/// <summary>A host that has never answered is given up soon; one that has, gets all the patience that was asked for.</summary>
public sealed class UnreachedHostTests
{
    [Theory]
    [InlineData(RegistryProtocol.Http)]
    [InlineData(RegistryProtocol.Https)]
    [InlineData(RegistryProtocol.HttpsOrHttp)]
    public async Task Port_that_nobody_listens_on_is_given_up_after_three_attempts(RegistryProtocol protocol)
    {
        await using var fixture = new FaultFixture();
        using var port = new ClosedPort();
        using var client = Connect(port.Endpoint, fixture.Options with { RetryDelay = null }, protocol);

        var failure = await FailsAsync(client);

        Assert.Contains($"nobody answers at '{port.Endpoint}'", failure.Message, StringComparison.Ordinal);
        var counts = client.Statistics.Snapshot();
        Assert.Equal((3, 2, TimeSpan.FromSeconds(1.5)), (counts.Requests, counts.Retries, counts.Waited));
    }

    [Theory]
    [InlineData(0, 1000, 0, 0)]
    [InlineData(1, 1000, 1, 500)]
    [InlineData(9, 10, 2, 20)]
    [InlineData(9, 60_000, 2, 1500)]
    public async Task What_the_user_asks_for_stays_the_upper_bound(int times, int delay, int retries, int waited)
    {
        await using var fixture = new FaultFixture();
        using var port = new ClosedPort();
        using var client = Connect(port.Endpoint, fixture.Options with { RetryTimes = times, RetryDelay = TimeSpan.FromMilliseconds(delay) });

        await FailsAsync(client);

        var counts = client.Statistics.Snapshot();
        Assert.Equal((retries, waited), (counts.Retries, counts.Waited.TotalMilliseconds));
    }

    [Fact]
    public async Task After_the_first_has_given_up_others_try_once()
    {
        await using var fixture = new FaultFixture();
        using var port = new ClosedPort();
        using var client = Connect(port.Endpoint, fixture.Options);
        await FailsAsync(client);

        await FailsAsync(client);
        await FailsAsync(client);

        Assert.Equal((5, 2), (client.Statistics.Snapshot().Requests, client.Statistics.Snapshot().Retries));
    }

    [Fact]
    public async Task Host_that_has_answered_keeps_all_retries()
    {
        await using var fixture = new FaultFixture();
        var server = new LoopbackServer((_, _) => Task.FromResult(ServerAnswer.Json(200, "{}") with { Version = "HTTP/1.0" }));
        using var client = Connect(server.Endpoint, fixture.Options);
        await client.PingAsync(FaultFixture.Cancellation);
        await server.DisposeAsync();

        await FailsAsync(client);

        Assert.Equal(5, client.Statistics.Snapshot().Retries);
    }

    [Fact]
    public async Task What_answered_one_client_of_a_run_is_known_to_the_others()
    {
        await using var fixture = new FaultFixture();
        var options = fixture.Options;
        var server = new LoopbackServer((_, _) => Task.FromResult(ServerAnswer.Json(200, "{}") with { Version = "HTTP/1.0" }));
        using var first = Connect(server.Endpoint, options);
        using var second = Connect(server.Endpoint, options);
        await first.PingAsync(FaultFixture.Cancellation);
        await server.DisposeAsync();

        await FailsAsync(second);

        Assert.Equal(5, second.Statistics.Snapshot().Retries);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Gateway_in_place_of_a_host_that_has_never_answered_is_given_up_after_three_attempts(int status)
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.Guard = _ => new ServerAnswer(status);
        using var client = Connect(fixture.Registry.Endpoint, fixture.Options with { RetryDelay = null });

        var message = await fixture.FailsAsync(MirrorErrors.RegistryServerError, () => client.PingAsync(FaultFixture.Cancellation));

        Assert.Contains($"answered {status} ", message, StringComparison.Ordinal);
        var counts = client.Statistics.Snapshot();
        Assert.Equal((3, 2, TimeSpan.FromSeconds(1.5)), (counts.Requests, counts.Retries, counts.Waited));
    }

    [Fact]
    public async Task Host_that_asks_to_wait_is_there()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.Guard = _ => new ServerAnswer(503).With("Retry-After", "1");
        using var client = Connect(fixture.Registry.Endpoint, fixture.Options);

        await fixture.FailsAsync(MirrorErrors.RegistryServerError, () => client.PingAsync(FaultFixture.Cancellation));

        Assert.Equal(5, client.Statistics.Snapshot().Retries);
    }

    [Fact]
    public async Task Gateway_in_place_of_a_host_that_has_answered_gets_all_retries()
    {
        await using var fixture = new FaultFixture();
        using var client = Connect(fixture.Registry.Endpoint, fixture.Options);
        await client.PingAsync(FaultFixture.Cancellation);
        fixture.Registry.Guard = _ => new ServerAnswer(502);

        await fixture.FailsAsync(MirrorErrors.RegistryServerError, () => client.PingAsync(FaultFixture.Cancellation));

        Assert.Equal(5, client.Statistics.Snapshot().Retries);
    }

    [Fact]
    public async Task Host_that_takes_connections_and_never_answers_is_asked_once()
    {
        await using var fixture = new FaultFixture();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Registry.Guard = _ => new ServerAnswer(200) { HoldHead = new TaskCompletionSource().Task, OnHold = () => held.TrySetResult() };
        using var client = Connect(fixture.Registry.Endpoint, fixture.Options);

        var ping = fixture.FailsAsync(MirrorErrors.RegistryTimeout, () => client.PingAsync(FaultFixture.Cancellation));
        await held.Task;
        await fixture.Clock.FireNextAsync(fixture.Options.FirstAnswerTimeout);

        Assert.Contains($"'{fixture.Registry.Endpoint}' takes connections and has not answered within 7200 s", await ping, StringComparison.Ordinal);
        Assert.Equal((1, 0), (client.Statistics.Snapshot().Requests, client.Statistics.Snapshot().Retries));
    }

    [Fact]
    public async Task Token_server_that_nobody_knows_is_called_one()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.Guard = _ => new ServerAnswer(401).With("WWW-Authenticate", "Bearer realm=\"https://tokens.invalid/token\",service=\"s\"");

        var message = await fixture.FailsAsync(MirrorErrors.RegistryUnreachable, () => fixture.ReadManifestAsync());

        Assert.EndsWith($"That is the token server, which the registry '{fixture.Registry.Endpoint}' names.", message, StringComparison.Ordinal);
        Assert.Single(fixture.Registry.Requests);
    }

    [Fact]
    public async Task Dead_token_server_is_given_up_soon_and_named()
    {
        await using var fixture = new FaultFixture();
        using var tokens = new ClosedPort();
        fixture.Registry.Guard = _ => new ServerAnswer(401).With("WWW-Authenticate", $"Bearer realm=\"http://{tokens.Endpoint}/token\",service=\"s\"");

        var message = await fixture.FailsAsync(MirrorErrors.RegistryUnreachable, () => fixture.ReadManifestAsync());

        Assert.Contains($"nobody answers at '{tokens.Endpoint}'", message, StringComparison.Ordinal);
        Assert.Equal(2, fixture.Source.Statistics.Snapshot().Retries);
    }

    [Fact]
    public async Task Dead_proxy_is_given_up_soon_and_named()
    {
        await using var fixture = new FaultFixture();
        using var proxy = new ClosedPort();
        var options = fixture.Options with
        {
            Proxy = ProxySettings.FromEnvironment(name => name == "HTTPS_PROXY" ? $"http://user:s3cr3t@{proxy.Endpoint}" : null),
        };
        using var client = Connect("registry.invalid", options, RegistryProtocol.Https);

        var failure = await FailsAsync(client);

        Assert.Contains($"nobody answers at the proxy '{proxy.Endpoint}'", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, client.Statistics.Snapshot().Retries);
    }

    [Fact]
    public async Task Connection_that_is_never_taken_is_given_up_after_the_time_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets connections wait without an answer when the queue of a port is full.");
        await using var fixture = new FaultFixture();
        using var full = new FullPort();
        using var client = Connect(full.Endpoint, fixture.Options with { ConnectTimeout = TimeSpan.FromMilliseconds(50) });

        var failure = await FailsAsync(client);

        Assert.Contains($"'{full.Endpoint}' does not answer to connecting within 0.05 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, client.Statistics.Snapshot().Retries);
    }

    [Fact]
    public async Task Host_that_comes_up_later_is_asked_for_TLS_again()
    {
        await using var fixture = new FaultFixture();
        using var port = new ClosedPort();
        using var client = Connect(port.Endpoint, fixture.Options, RegistryProtocol.HttpsOrHttp);
        await FailsAsync(client);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(FaultFixture.Cancellation);

        var ping = client.PingAsync(stop.Token);
        using var connection = await port.Open().AcceptAsync(FaultFixture.Cancellation);
        var first = new byte[1];
        await connection.ReceiveAsync(first, FaultFixture.Cancellation);

        Assert.Equal(0x16, first[0]);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ping);
    }

    private static async Task<MirrorException> FailsAsync(RegistryClient client)
    {
        var failure = await Assert.ThrowsAsync<MirrorException>(() => client.PingAsync(FaultFixture.Cancellation));
        Assert.Equal(MirrorErrors.RegistryUnreachable, failure.Diagnostics[0].Code);
        Assert.Contains($"'{client.Endpoint.Name}'", failure.Message, StringComparison.Ordinal);
        return failure;
    }

    private static RegistryClient Connect(string address, RegistryClientOptions options, RegistryProtocol protocol = RegistryProtocol.Http) =>
        new(new RegistryEndpoint(address, RegistrySide.Source, protocol), options);
}
