using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;

namespace Mirror.EndToEnd.Tests.Charts;

/// <summary>Signatures of the images of charts, and of charts that are artifacts in a registry.</summary>
public sealed class ChartSignatureTests : IAsyncLifetime
{
    private ChartWorld _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ChartWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private async Task<string> SignAsync(string repository, Digest digest)
    {
        var tag = $"sha256-{digest.Hex}.sig";
        await _world.PushAsync(repository, tag, ImageBuilder.Simple($"signature of {digest}", layerSize: 300));
        return $"{repository}:{tag}";
    }

    [Fact]
    public async Task Required_signatures_are_those_of_the_images_and_of_the_chart()
    {
        await _world.PushChartAsync("a/charts/web", ChartWorld.Web());
        var chart = Digest.Of(await ChartWorld.InspectAsync(_world.Source, "a/charts/web:1.2.3"));
        _world.Workspace.ConfigureMirror("helm:\n  repositories:\n  - url: oci://quay.io/a/charts\n    charts:\n    - {name: web, mirrorChart: true, signatures: required}");

        var failure = await _world.FailsAsync();

        Assert.Equal(ExitCode.Policy, failure.ExitCode);
        var diagnostic = Assert.Single(failure.Diagnostics);
        Assert.Equal(("MIR2351", 8), (diagnostic.Code.Id, diagnostic.Span!.Line));
        Assert.All(
            (string[])["docker.io/library/nginx", "quay.io/a/job", $"quay.io/a/charts/web@{chart}"],
            image => Assert.Contains($"'{image}", diagnostic.Message, StringComparison.Ordinal));
        Assert.False(File.Exists(_world.Workspace.Folder.Combine("mirror", "mirror.lock.json")));

        string[] signatures =
        [
            await SignAsync("library/nginx", ImageBuilder.Simple("nginx").Digest),
            await SignAsync("a/job", ImageBuilder.Simple("job").Digest),
            await SignAsync("a/charts/web", chart),
        ];
        await _world.Workspace.PublishAsync(_world.Workspace.Options(_world.Address), Token);

        foreach (var signature in signatures)
        {
            await _world.AssertPublishedAsync(signature);
        }
    }

    [Fact]
    public async Task Chart_that_becomes_an_artifact_here_needs_no_signature_but_its_images_do()
    {
        _world.Repository.Add(ChartWorld.Web());
        _world.ConfigureWeb("  mirrorChart: true\n  signatures: required");

        var failure = await _world.FailsAsync();
        await SignAsync("library/nginx", ImageBuilder.Simple("nginx").Digest);
        await SignAsync("a/job", ImageBuilder.Simple("job").Digest);
        await _world.Workspace.PublishAsync(_world.Workspace.Options(_world.Address), Token);

        Assert.Contains("'docker.io/library/nginx@", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'quay.io/a/job@", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("charts/web", failure.Message.Replace(_world.Repository.Url, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(_world.Locked().Charts[0].Artifact!.Digest, Digest.Of(await ChartWorld.InspectAsync(_world.Destination, "ocp/charts/web:1.2.3")));
    }
}
