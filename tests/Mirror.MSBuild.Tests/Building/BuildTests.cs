using System.Security.Cryptography;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Faults;
using Mirror.Testing.Images;

namespace Mirror.MSBuild.Tests.Building;

/// <summary>Builds as people start them, against registries in this process.</summary>
public sealed class BuildTests : IAsyncLifetime
{
    private readonly BuildFolder _build = new();
    private TestRegistry _source = null!;
    private TestRegistry _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _destination = await TestRegistry.StartAsync(Token);
        await _source.Client.PushImageAsync(_source.BaseUri, "app/one", "1", ImageBuilder.Simple("one"), Token);
        await _source.Client.PushImageAsync(_source.BaseUri, "app/two", "1", ImageBuilder.Simple("two"), Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _build.Dispose();
    }

    [Fact]
    public async Task Second_publish_skips_what_writes_and_sends_nothing()
    {
        _build.AddProject("one", $"<MirrorDestination>docker://{_destination.Endpoint}/ocp</MirrorDestination>");
        _build.AddConfiguration("one", $"{_source.Endpoint}/app/one:1");

        var first = await _build.BuildAsync("one/mirror.proj", "-t:MirrorPublish");
        first.EnsureSuccess();
        var report = _build.Report("one");
        _source.ForgetRequests();
        _destination.ForgetRequests();
        var second = await _build.BuildAsync("one/mirror.proj", "-t:MirrorPublish");

        second.EnsureSuccess();
        Assert.Contains("1 image, 1 of them new", first.OutputText, StringComparison.Ordinal);
        Assert.Contains("Skipping target \"MirrorLock\" because all output files are up-to-date", second.OutputText, StringComparison.Ordinal);
        Assert.Contains("Skipping target \"MirrorEmitResources\" because all output files are up-to-date", second.OutputText, StringComparison.Ordinal);
        Assert.Contains("MirrorPublish: up to date, ", second.OutputText, StringComparison.Ordinal);
        Assert.Empty(_source.Requests);
        Assert.DoesNotContain(_destination.Requests, request => request.Method is not ("GET" or "HEAD"));
        Assert.True(File.Exists(_build.Folder.Combine("artifacts", "one", "cluster-resources", "itms-oc-mirror.yaml")), "There are no cluster resources.");
        Assert.Equal([("Check", "done"), ("Resolve", "done"), ("Lock", "done"), ("PublishContent", "done"), ("EmitResources", "done")], report.Steps);
        Assert.Equal(["source", "destination"], report.Report["registries"]!.AsArray().Select(registry => (string?)registry!["side"]).OrderDescending(StringComparer.Ordinal));
        Assert.Equal(
            [("Check", "done"), ("Resolve", "upToDate"), ("Lock", "upToDate"), ("PublishContent", "upToDate"), ("EmitResources", "upToDate")],
            _build.Report("one").Steps);
    }

    [Theory]
    [InlineData("MirrorPublish", false)]
    [InlineData("MirrorLock", true)]
    public async Task Dead_destination_ends_what_goes_on_to_publish_before_any_source_is_asked(string target, bool asksSource)
    {
        using var dead = new ClosedPort();
        _build.AddProject("one", $"<MirrorDestination>docker://{dead.Endpoint}/ocp</MirrorDestination>");
        _build.AddConfiguration("one", $"{_source.Endpoint}/app/one:1");
        _source.ForgetRequests();

        var result = await _build.BuildAsync("one/mirror.proj", $"-t:{target}");

        Assert.Equal(asksSource, result.ExitCode == 0);
        Assert.Equal(asksSource, _source.Requests.Count > 0);
        Assert.True(asksSource || result.OutputText.Contains($"error MIR3010: Could not reach the registry '{dead.Endpoint}'", StringComparison.Ordinal), result.OutputText);
    }

    [Fact]
    public async Task One_project_publishes_to_several_destinations_from_one_store()
    {
        await using var other = await TestRegistry.StartAsync(Token);
        _build.AddProject("one", "", $"""
            <ItemGroup>
              <Enclave Include="north" Destination="docker://{_destination.Endpoint}/ocp" />
              <Enclave Include="south" Destination="docker://{other.Endpoint}/ocp" />
            </ItemGroup>
            <Target Name="PublishEverywhere" DependsOnTargets="MirrorFetch">
              <MSBuild Projects="$(MSBuildProjectFullPath)" Targets="MirrorPublish" Properties="MirrorDestination=%(Enclave.Destination);MirrorOutput=$(MirrorRootDirectory)/artifacts/%(Enclave.Identity)" />
            </Target>
            """);
        _build.AddConfiguration("one", $"{_source.Endpoint}/app/one:1");

        var result = await _build.BuildAsync("one/mirror.proj", "-t:PublishEverywhere");

        result.EnsureSuccess();
        Assert.Single(_source.Requests, request => request.Path.Contains("/blobs/", StringComparison.Ordinal) && request.Path.EndsWith(ImageBuilder.Simple("one").AllBlobs().Last().Descriptor.Digest.Hex, StringComparison.Ordinal));
        Assert.Contains(_destination.Requests, request => request is { Method: "PUT", Path: "/v2/ocp/app/one/manifests/1" });
        Assert.Contains(other.Requests, request => request is { Method: "PUT", Path: "/v2/ocp/app/one/manifests/1" });
        Assert.Contains(_destination.Endpoint, File.ReadAllText(_build.Folder.Combine("artifacts", "north", "cluster-resources", "itms-oc-mirror.yaml")), StringComparison.Ordinal);
        Assert.Contains(other.Endpoint, File.ReadAllText(_build.Folder.Combine("artifacts", "south", "cluster-resources", "itms-oc-mirror.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_is_packed_and_published_by_targets()
    {
        _build.AddProject("one", "");
        _build.AddConfiguration("one", $"{_source.Endpoint}/app/one:1");

        var packed = await _build.BuildAsync("one/mirror.proj", "-t:MirrorPack");
        packed.EnsureSuccess();
        _source.ForgetRequests();
        var published = await _build.BuildAsync("one/mirror.proj", "-t:MirrorPublish", "-p:MirrorFrom=../artifacts/one/archives", $"-p:MirrorDestination=docker://{_destination.Endpoint}/ocp");

        published.EnsureSuccess();
        Assert.Empty(_source.Requests);
        Assert.Contains(_destination.Requests, request => request is { Method: "PUT", Path: "/v2/ocp/app/one/manifests/1" });
    }

    [Fact]
    public async Task Wrong_configuration_is_an_error_that_an_editor_can_jump_to()
    {
        _build.AddProject("one", "");
        _build.BreakConfiguration("one");

        var result = await _build.BuildAsync("one/mirror.proj", "-t:MirrorCheck");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"/one/imageset\.yaml\(4,3\): error MIR1\d\d\d: ", result.OutputText);
        var report = _build.Report("one");
        Assert.Equal((2, ("Check", "failed")), (report.ExitCode, Assert.Single(report.Steps)));
        Assert.Equal(4, (int?)Assert.Single(report.Report["diagnostics"]!.AsArray())!["line"]);
    }

    [Fact]
    public async Task Mirrors_that_build_at_the_same_time_share_a_store()
    {
        string[] images = [$"{_source.Endpoint}/app/one:1", $"{_source.Endpoint}/app/two:1"];
        foreach (var name in new[] { "a", "b" })
        {
            _build.AddProject(name, "");
            _build.AddConfiguration(name, images);
        }

        File.Copy(Path.Combine(SourceTree.Root, "mirror-configs", "mirrors.proj"), _build.Folder.Combine("mirrors.proj"));

        var result = await _build.BuildAsync("mirrors.proj", "-t:MirrorFetch", "-m:2");

        result.EnsureSuccess();
        Assert.All(["a", "b"], name => Assert.Equal(["Check", "Resolve", "Lock", "Fetch"], _build.Report(name).Steps.Select(step => step.Name)));
        Assert.Equal(2, result.OutputText.Split("MirrorFetch: ").Count(part => part.Contains("the store has 2 images", StringComparison.Ordinal)));
        var blobs = Directory.GetFiles(_build.Folder.Combine("artifacts", "store", "blobs", "sha256"));
        Assert.NotEmpty(blobs);
        foreach (var blob in blobs)
        {
            Assert.Equal(Path.GetFileName(blob), Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(blob, Token))));
        }
    }

    [Fact]
    public async Task Package_gives_a_foreign_project_targets_and_no_references()
    {
        var tasks = Path.Combine(SourceTree.Root, "src", "Mirror.MSBuild", "Mirror.MSBuild.csproj");
        (await _build.DotNetAsync("pack", tasks, "--no-build", "-c", BuildFolder.Configuration, "-o", _build.Folder.Combine("feed"), "-nologo")).EnsureSuccess();
        _build.Folder.WriteFile("app/Greeting.cs", "public static class Greeting;");
        _build.Folder.WriteFile("app/app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RestoreSources>$(MSBuildThisFileDirectory)../feed</RestoreSources>
                <RestorePackagesPath>$(MSBuildThisFileDirectory)../packages</RestorePackagesPath>
                <MirrorConfig>mirror</MirrorConfig>
                <MirrorDestination>oci:layout</MirrorDestination>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Mirror.MSBuild" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """);
        _build.AddConfiguration("app/mirror", $"{_source.Endpoint}/app/one:1");

        var published = await _build.BuildAsync("app/app.csproj", "-t:Build;MirrorPublish");
        _build.BreakConfiguration("app/mirror");
        var broken = await _build.BuildAsync("app/app.csproj", "-t:MirrorCheck");

        published.EnsureSuccess();
        Assert.Equal(["app.deps.json", "app.dll", "app.pdb"], Directory.GetFiles(_build.Folder.Combine("app", "bin", "Debug", "net10.0")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(_build.Folder.Combine("app", "layout", "oci-layout")), "The destination is not relative to the project.");
        Assert.True(File.Exists(_build.Folder.Combine("app", "mirror", "mirror.lock.json")), "The lock is not beside its configuration.");
        Assert.Matches(@"/app/mirror/imageset\.yaml\(4,3\): error MIR1\d\d\d: ", broken.OutputText);
    }

    [Fact]
    public async Task Demo_serves_its_own_registries()
    {
        var demo = Path.Combine(SourceTree.Root, "mirror-configs", "demo");
        var committed = await File.ReadAllBytesAsync(Path.Combine(demo, "mirror.lock.json"), Token);

        var result = await _build.BuildAsync(
            Path.Combine(demo, "mirror.proj"),
            "-t:MirrorPublish",
            $"-p:MirrorTasksAssembly={BuildFolder.TasksAssembly}",
            $"-p:MirrorStore={_build.Folder.Combine("store")}",
            $"-p:MirrorOutput={_build.Folder.Combine("output")}");

        result.EnsureSuccess();
        Assert.Contains("MirrorPublish: 'docker://registry.mirror.invalid' has ", result.OutputText, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_build.Folder.Combine("output", "registry")), "The destination is not below the outputs.");
        Assert.Equal(committed, await File.ReadAllBytesAsync(Path.Combine(demo, "mirror.lock.json"), Token));
    }
}
