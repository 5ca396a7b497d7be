using Mirror.Model.Diagnostics;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry.Client;

public sealed class RateLimitTests
{
    private static readonly TimeSpan SevenSeconds = TimeSpan.FromSeconds(7);

    public static TheoryData<string, string> Methods => new()
    {
        { "GET", "/manifests/" }, { "HEAD", "/manifests/" }, { "POST", "/blobs/uploads/" }, { "PUT", "/blobs/uploads/" }, { "PUT", "/manifests/" },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Wait_in_seconds_is_obeyed(string method, string path)
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On(method, path, new ServerAnswer(429).With("Retry-After", "7"));

        await UseAsync(fixture, method, path);

        Assert.Contains(SevenSeconds, fixture.Clock.Waits);
        Assert.Equal(1, fixture.Destination.Statistics.Snapshot().RateLimited);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Wait_until_a_date_is_obeyed(string method, string path)
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On(method, path, _ => new ServerAnswer(429).With("Retry-After", (fixture.Clock.GetUtcNow() + SevenSeconds).ToString("R")));

        await UseAsync(fixture, method, path);

        Assert.Contains(SevenSeconds, fixture.Clock.Waits);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Without_a_wait_the_own_one_is_used(string method, string path)
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On(method, path, new ServerAnswer(429) { Body = "<html>slow down</html>"u8.ToArray() });

        await UseAsync(fixture, method, path);

        Assert.Equal([TimeSpan.FromSeconds(1)], fixture.Clock.Waits);
    }

    [Fact]
    public async Task Longer_wait_than_allowed_fails_at_once_and_says_so()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", "/manifests/", new ServerAnswer(429).With("Retry-After", "3600"));

        var message = await fixture.FailsAsync(MirrorErrors.RegistryRateLimited, () => fixture.ReadManifestAsync());

        Assert.Contains("3600 s", message, StringComparison.Ordinal);
        Assert.Empty(fixture.Clock.Waits);
    }

    [Fact]
    public async Task Waits_end_with_the_budget()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", "/manifests/", new ServerAnswer(503).With("Retry-After", "240"), times: 100);

        await fixture.FailsAsync(MirrorErrors.RegistryServerError, () => fixture.ReadManifestAsync());

        Assert.Equal(3, fixture.Registry.Requests.Count);
    }

    [Fact]
    public async Task Wait_holds_back_every_request_to_the_registry()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", "/manifests/v1", new ServerAnswer(429).With("Retry-After", "7"));

        await Task.WhenAll(fixture.ReadManifestAsync(), fixture.ReadLayerAsync());

        // The retry and the gate see the same wait; whoever is first moves the clock, the other finds it over.
        Assert.Equal(SevenSeconds, TimeSpan.FromTicks(fixture.Clock.Waits.Sum(wait => wait.Ticks)));
    }

    [Fact]
    public async Task Without_retries_the_first_answer_counts()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", "/manifests/", new ServerAnswer(429));
        var client = fixture.Connect(Oci.Registry.RegistrySide.Source, fixture.Options with { RetryTimes = 0 });

        await fixture.FailsAsync(MirrorErrors.RegistryRateLimited, () => client.FindManifestAsync(FaultFixture.Repository, "v1", FaultFixture.Cancellation));

        Assert.Single(fixture.Registry.Requests);
    }

    private static Task UseAsync(FaultFixture fixture, string method, string path) => (method, path) switch
    {
        ("GET", _) => fixture.Destination.FindManifestAsync(FaultFixture.Repository, "v1", FaultFixture.Cancellation),
        ("HEAD", _) => fixture.Destination.FindDigestAsync(FaultFixture.Repository, "v1", FaultFixture.Cancellation),
        ("PUT", "/manifests/") => fixture.Destination.PutManifestAsync(FaultFixture.Repository, "v1", fixture.Image.Manifest, FaultFixture.Cancellation),
        _ => fixture.PushLayerAsync(),
    };
}
