using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;

namespace Mirror.EndToEnd.Tests.Charts;

/// <summary>Signatures of the images of charts, and of charts that are artifacts in a registry.</summary>
public sealed class ChartSignatureTests : ChartWorldTests
{
    private async Task<string> SignAsync(string repository, Digest digest)
    {
        var tag = $"sha256-{digest.Hex}.sig";
        await World.PushAsync(repository, tag, ImageBuilder.Simple($"signature of {digest}", layerSize: 300));
        return $"{repository}:{tag}";
    }

    [Fact]
    public async Task Required_signatures_are_those_of_the_images_and_of_the_chart()
    {
        await World.PushChartAsync("a/charts/web", ChartWorld.Web());
        var chart = Digest.Of(await ChartWorld.InspectAsync(World.Source, "a/charts/web:1.2.3"));
        World.Workspace.ConfigureMirror("helm:\n  repositories:\n  - url: oci://quay.io/a/charts\n    charts:\n    - {name: web, mirrorChart: true, signatures: required}");

        var failure = await World.FailsAsync();

        Assert.Equal(ExitCode.Policy, failure.ExitCode);
        var diagnostic = Assert.Single(failure.Diagnostics);
        Assert.Equal(("MIR2351", 8), (diagnostic.Code.Id, diagnostic.Span!.Line));
        Assert.All(
            (string[])["docker.io/library/nginx", "quay.io/a/job", $"quay.io/a/charts/web@{chart}"],
            image => Assert.Contains($"'{image}", diagnostic.Message, StringComparison.Ordinal));
        Assert.False(File.Exists(World.Workspace.Folder.Combine("mirror", "mirror.lock.json")));

        string[] signatures =
        [
            await SignAsync("library/nginx", ImageBuilder.Simple("nginx").Digest),
            await SignAsync("a/job", ImageBuilder.Simple("job").Digest),
            await SignAsync("a/charts/web", chart),
        ];
        await World.Workspace.PublishAsync(World.Workspace.Options(World.Address), Token);

        foreach (var signature in signatures)
        {
            await World.AssertPublishedAsync(signature);
        }
    }

    [Fact]
    public async Task Chart_that_becomes_an_artifact_here_needs_no_signature_but_its_images_do()
    {
        World.Repository.Add(ChartWorld.Web());
        World.ConfigureWeb("  mirrorChart: true\n  signatures: required");

        var failure = await World.FailsAsync();
        await SignAsync("library/nginx", ImageBuilder.Simple("nginx").Digest);
        await SignAsync("a/job", ImageBuilder.Simple("job").Digest);
        await World.Workspace.PublishAsync(World.Workspace.Options(World.Address), Token);

        Assert.Contains("'docker.io/library/nginx@", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'quay.io/a/job@", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("charts/web", failure.Message.Replace(World.Repository.Url, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(World.Locked().Charts[0].Artifact!.Digest, Digest.Of(await ChartWorld.InspectAsync(World.Destination, "ocp/charts/web:1.2.3")));
    }
}
