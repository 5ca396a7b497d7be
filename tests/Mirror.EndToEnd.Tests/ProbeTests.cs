using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing.Faults;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>What is asked of a destination before the first byte goes there.</summary>
public sealed class ProbeTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private DockerRegistryProcess _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        foreach (var name in new[] { "team/app:1", "team/tool:1" })
        {
            var layout = _workspace.Folder.Combine(name.Replace('/', '-').Replace(':', '-'));
            LayoutFolder.Write(layout, ("image", ImageBuilder.Simple(name)));
            await Skopeo.CopyAsync($"oci:{layout}:image", $"docker://{_source.Endpoint}/{name}", all: true, Token);
        }

        _workspace.Configure("name: quay.io/team/app:1", "name: quay.io/team/tool:1");
        await _workspace.LockAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    [Theory]
    [InlineData(true, "every repository can be written to, and manifests can be deleted")]
    [InlineData(false, "but no manifest can be deleted, so Delete and Prune will not work")]
    public async Task Plan_tells_what_the_destination_can_do_and_leaves_nothing_there(bool deletes, string expected)
    {
        await using var destination = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { AllowDelete = deletes }, Token);
        using var engine = _workspace.NewEngine(_workspace.Options($"docker://{destination.Endpoint}/ocp"));

        var result = await engine.PlanAsync(Token);

        Assert.Contains(expected, result.Message, StringComparison.Ordinal);
        Assert.Equal("ocp/team/app\nocp/team/tool\n", _workspace.Output("plan", "repositories.txt"));
        var requests = await destination.RequestsAsync(Token);
        Assert.Equal(2, requests.Count(request => request.Method == "POST"));
        Assert.Equal(2, requests.Count(request => request.Method == "DELETE" && request.Path.Contains("/uploads/", StringComparison.Ordinal) && request.Status == 204));
        Assert.DoesNotContain(requests, request => request.Method is "PUT" or "PATCH");
    }

    [Theory]
    [InlineData(404, "NAME_UNKNOWN", "MIR5150", "has to be created first")]
    [InlineData(400, "NAME_INVALID", "MIR5151", "'--max-nested-paths'")]
    [InlineData(403, "DENIED", "MIR3021", "the login must be granted this right")]
    public async Task Plan_names_every_repository_that_nothing_can_be_written_to(int status, string code, string expected, string words)
    {
        await using var destination = new FaultyRegistry();
        destination.On("POST", "/blobs/uploads/", ServerAnswer.Error(status, code, "no"), times: int.MaxValue);
        using var engine = _workspace.NewEngine(_workspace.Options($"docker://{destination.Endpoint}/ocp"));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => engine.PlanAsync(Token));

        Assert.Equal([expected, expected], failure.Diagnostics.Select(diagnostic => diagnostic.Code.Id));
        Assert.Equal(ExitCode.Destination, failure.ExitCode);
        Assert.All(failure.Diagnostics, diagnostic => Assert.Contains(words, diagnostic.Message, StringComparison.Ordinal));
        Assert.True(_workspace.HasOutput("plan", "repositories.txt"));
    }

    [Fact]
    public async Task Publish_asks_a_registry_with_logins_before_the_first_byte_and_goes_on_without_the_repository_that_refuses()
    {
        await using var destination = new FaultyRegistry();
        destination.Guard = request => !request.Headers.Any(header => header.Name == "Authorization")
            ? ServerAnswer.Error(401, "UNAUTHORIZED", "log in").With("WWW-Authenticate", "Basic realm=\"test\"")
            : request.Method == "POST" && request.Path.Contains("/team/app/", StringComparison.Ordinal) ? ServerAnswer.Error(403, "DENIED", "no") : null;
        var account = Convert.ToBase64String("writer:s3cr3t"u8);
        var auth = _workspace.Folder.WriteFile("auth.json", $"{{\"auths\":{{\"{destination.Endpoint}\":{{\"auth\":\"{account}\"}}}}}}");
        using var engine = _workspace.NewEngine(_workspace.Options($"docker://{destination.Endpoint}/ocp") with { DestinationAuthFile = auth });

        var failure = await Assert.ThrowsAsync<MirrorException>(() => engine.PublishAsync(Token));

        Assert.Equal(ExitCode.Incomplete, failure.ExitCode);
        Assert.Contains("'quay.io/team/app:1'", failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.NotNull(destination.Content.FindManifest("ocp/team/tool", "1"));
        Assert.Single(destination.Requests, request => request.Method == "POST" && request.Path.Contains("/team/app/", StringComparison.Ordinal));
        var probes = destination.Requests.Where(request => request.Method is "POST" or "PUT").Take(2).Select(request => request.Path);
        Assert.All(probes, path => Assert.EndsWith("/blobs/uploads/", path, StringComparison.Ordinal));
    }
}
