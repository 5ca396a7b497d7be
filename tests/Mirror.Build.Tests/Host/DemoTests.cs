using Mirror.Sandbox.Registry;
using Mirror.Sandbox.Samples.Operators;
using Mirror.Sandbox.Samples.Releases;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Build.Tests.Host;

/// <summary>What a newcomer does first, in folders of its own.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Demo_publishes_twice_and_the_second_run_says_why_it_did_nothing()
    {
        var cancellationToken = TestContext.Current.CancellationToken;

        var first = await RunAsync("--target", "Publish");
        var second = await RunAsync("--target", "Publish");

        first.EnsureSuccess();
        second.EnsureSuccess();
        Assert.Matches(@"(?m)^PublishContent +done ", first.OutputText);
        Assert.Contains("registry.mirror.invalid (destination): ", second.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("(source)", second.OutputText, StringComparison.Ordinal);
        Assert.Contains("\"outcome\": \"upToDate\"", await File.ReadAllTextAsync(_folder.Combine("output", "report.json"), cancellationToken), StringComparison.Ordinal);
        foreach (var step in new[] { "Resolve", "Lock", "PublishContent", "EmitResources" })
        {
            Assert.Matches($@"(?m)^{step} +up to date +\d+\.\d\d s  \S", second.OutputText);
        }
    }

    [Fact]
    public async Task Destination_of_the_demo_has_each_kind_of_content_under_its_name()
    {
        (await RunAsync("--target", "Publish")).EnsureSuccess();
        await using var registry = await EmbeddedRegistry.StartAsync(
            new EmbeddedRegistryOptions { Folder = _folder.Combine("output", "registry") }, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = registry.BaseUri };
        var release = SampleReleases.Find("4.20.9", "amd64");
        var bundle = SampleCatalog.Find("sample-logging", "6.3.2").Image.Digest;

        Assert.Equal(release.Payload.Digest.ToString(), await DigestAsync(client, "openshift/release-images", release.Tag));
        Assert.Equal(release.Components["etcd"].Digest.ToString(), await DigestAsync(client, "openshift/release", $"{release.Tag}-etcd"));
        Assert.Equal(bundle.ToString(), await DigestAsync(client, "sample/sample-logging-operator-bundle", $"sha256-{bundle.Hex}"));
        Assert.NotNull(await DigestAsync(client, "openshift/graph-image", "latest"));
        Assert.NotEqual(SampleCatalog.Image.Digest.ToString(), await DigestAsync(client, "redhat/redhat-operator-index", "v4.20"));
        Assert.NotNull(await DigestAsync(client, "charts/sample-shop", "1.3.0"));
        Assert.NotNull(await DigestAsync(client, "web/httpd", "stable"));
        Assert.Null(await DigestAsync(client, "rhel9/support-tools", "9.6"));
        Assert.Equal(
            [
                "cc-redhat-operator-index-v4-20.yaml",
                "cs-redhat-operator-index-v4-20.yaml",
                "idms-oc-mirror.yaml",
                "itms-oc-mirror.yaml",
                "signature-configmap.json",
                "signature-configmap.yaml",
                "updateService.yaml",
            ],
            Directory.GetFiles(_folder.Combine("output", "cluster-resources")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Demo_crosses_an_air_gap_with_everything_in_it()
    {
        var archives = _folder.Combine("output", "archives");

        (await RunAsync("--target", "Pack")).EnsureSuccess();
        (await RunInAsync("inside", "empty", "--target", "Verify", "--from", archives)).EnsureSuccess();
        var published = await RunInAsync("inside", "empty", "--target", "Publish", "--from", archives);
        (await RunAsync("--target", "Publish")).EnsureSuccess();

        published.EnsureSuccess();
        Assert.DoesNotContain("(source)", published.OutputText, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(_folder.Combine("inside", "receipts")));
        Assert.Equal(Resources("output"), Resources("inside"));
        Assert.False(Directory.Exists(_folder.Combine("empty", "blobs")), "Something was unpacked.");

        IEnumerable<(string Name, string Text)> Resources(string output) => Directory.EnumerateFiles(_folder.Combine(output, "cluster-resources"))
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));
    }

    [Fact]
    public async Task Committed_lock_of_the_demo_is_what_this_machine_computes()
    {
        var committed = await ReadLockAsync();

        var result = await RunAsync("--target", "Lock", "--refresh");

        result.EnsureSuccess();
        Assert.Equal(committed, await ReadLockAsync());
    }

    [Fact]
    public async Task Configuration_without_destination_is_told_to_name_one()
    {
        _folder.WriteFile("mine/imageset.yaml", "kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror: {}\n");

        var result = await RunAsync("--target", "Publish", "--config", _folder.Combine("mine"), "--locked=false");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--destination", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_configuration_is_named_with_its_place_as_seen_from_here()
    {
        _folder.WriteFile("mine/imageset.yaml", "kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  additionalImage: []\n");

        var result = await RunAsync("--target", "Check", "--config", "mine");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("mine/imageset.yaml(4,3): error MIR1", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What a tag stands for; null where there is no such tag.</summary>
    private static async Task<string?> DigestAsync(HttpClient client, string repository, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/v2/{repository}/manifests/{tag}");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode ? answer.Headers.GetValues("Docker-Content-Digest").Single() : null;
    }

    /// <summary>The lock and what it says of signatures.</summary>
    private static async Task<IReadOnlyList<string>> ReadLockAsync()
    {
        var folder = Path.Combine(Repository.Above(AppContext.BaseDirectory).Root, "mirror-configs", "demo");
        var texts = new List<string>();
        foreach (var name in new[] { "mirror.lock.json", "mirror.lock.referrers.json" })
        {
            texts.Add(await File.ReadAllTextAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken));
        }

        return texts;
    }

    private Task<ToolResult> RunAsync(params string[] args) => RunInAsync("output", "store", args);

    private Task<ToolResult> RunInAsync(string output, string store, params string[] args) => ToolProcess.RunAsync(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"),
            .. args,
            "--output", _folder.Combine(output),
            "--store", _folder.Combine(store),
        ],
        new ToolOptions { WorkingFolder = _folder.Path, Environment = new Dictionary<string, string?> { ["CI"] = null } },
        TestContext.Current.CancellationToken);
}
