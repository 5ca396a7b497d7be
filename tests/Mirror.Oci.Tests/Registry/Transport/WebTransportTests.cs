using System.Net;
using Mirror.Oci.Registry.Transport;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry.Transport;

public sealed class WebTransportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Name_that_this_process_serves_is_reached_directly_and_others_by_the_proxy()
    {
        await using var served = new LoopbackServer((request, _) => Task.FromResult(ServerAnswer.Json(200, $"served {request.Path} for {request["Host"]}")));
        await using var proxy = new LoopbackServer((request, _) => Task.FromResult(ServerAnswer.Json(200, $"proxied {request.Path}")));
        var settings = ProxySettings.FromEnvironment(name => name == "HTTP_PROXY" ? $"http://{proxy.Endpoint}" : null);
        var routes = new Dictionary<string, IPEndPoint> { ["upstream.mirror.invalid"] = IPEndPoint.Parse(served.Endpoint) };
        using var client = WebTransport.Create(settings, routes);

        var direct = await client.GetStringAsync(new Uri("http://upstream.mirror.invalid/graph"), Cancellation);
        var other = await client.GetStringAsync(new Uri("http://elsewhere.invalid/graph"), Cancellation);

        Assert.Equal("served /graph for upstream.mirror.invalid", direct);
        Assert.Equal("proxied http://elsewhere.invalid/graph", other);
    }

    [Fact]
    public async Task Redirect_to_a_name_that_this_process_serves_is_followed()
    {
        await using var served = new LoopbackServer((request, _) => Task.FromResult(
            request.Path == "/new" ? ServerAnswer.Json(200, "found") : ServerAnswer.Json(302, "").With("Location", "http://upstream.mirror.invalid/new")));
        using var client = WebTransport.Create(
            ProxySettings.None, new Dictionary<string, IPEndPoint> { ["upstream.mirror.invalid"] = IPEndPoint.Parse(served.Endpoint) });

        Assert.Equal("found", await client.GetStringAsync(new Uri($"http://{served.Endpoint}/old"), Cancellation));
    }
}
