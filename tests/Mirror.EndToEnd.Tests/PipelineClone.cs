using Mirror.Engine.Options;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Faults;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;
using YamlDotNet.RepresentationModel;

namespace Mirror.EndToEnd.Tests;

/// <summary>A git clone with a mirror, in which the lines of a pipeline are run by a shell, between two real registries.</summary>
internal sealed class PipelineClone : IAsyncDisposable
{
    private readonly MirrorWorkspace _workspace = new();
    private readonly DockerRegistryProcess _source;
    private readonly DockerRegistryProcess _destination;

    private PipelineClone(DockerRegistryProcess source, DockerRegistryProcess destination)
    {
        (_source, _destination) = (source, destination);
        _workspace.Redirect(("quay.io", _source.Endpoint));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What jobs see besides what every job here sees.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>The folder around the clone.</summary>
    public TempFolder Folder => _workspace.Folder;

    /// <summary>What was cloned, with the first commit.</summary>
    public string Origin => Folder.Combine("origin.git");

    /// <summary>Where jobs publish to.</summary>
    public string Destination => $"docker://{_destination.Endpoint}/ocp";

    private string Root => Folder.Combine("clone");

    /// <summary>Two registries, the source with images, and nothing in the clone yet.</summary>
    public static async Task<PipelineClone> StartAsync()
    {
        RequiredTools.Require("git");
        var clone = new PipelineClone(await DockerRegistryProcess.StartAsync(Token), await DockerRegistryProcess.StartAsync(Token));
        foreach (var name in new[] { "team/app:1", "team/app:2", "team/tool:1" })
        {
            var layout = clone.Folder.Combine("layouts", name.Replace('/', '-').Replace(':', '-'));
            LayoutFolder.Write(layout, ("image", new ImageBuilder { Layers = [Layer.Random("shared", 20_000), Layer.Random(name, 10_000)] }.Build()));
            await Skopeo.CopyAsync($"oci:{layout}:image", $"docker://{clone._source.Endpoint}/{name}", all: true, Token);
        }

        return clone;
    }

    /// <summary>Pushes the first commit to <see cref="Origin"/>.</summary>
    public Task PushAsync() => ShellAsync("git clone --quiet --bare . \"$ORIGIN\"", ("ORIGIN", Origin));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _workspace.Dispose();
    }

    /// <summary>A repository as users have it: a build script, and a mirror with its lock. Who locks may remove what they like; whether that passes is for the review.</summary>
    public async Task CommitAsync(string message, params string[] images)
    {
        _workspace.Configure(images);
        await CommitAsync(message);
    }

    /// <summary>As above; the configuration is the workspace's as it stands.</summary>
    public async Task CommitAsync(string message)
    {
        using (var engine = _workspace.NewEngine(_workspace.Options(null) with { Approvals = ["removals"] }))
        {
            await engine.CheckAsync(Token);
            await engine.ResolveAsync(Token);
            await engine.LockAsync(Token);
        }

        var mirror = Path.Combine(Root, "mirror-configs", "prod");
        Directory.CreateDirectory(mirror);
        foreach (var file in Directory.GetFiles(Folder.Combine("mirror")))
        {
            File.Copy(file, Path.Combine(mirror, Path.GetFileName(file)), overwrite: true);
        }

        var script = Path.Combine(Root, "build.sh");
        await File.WriteAllTextAsync(script, $"#!/usr/bin/env bash\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll")}' \"$@\"\n", Token);
        await ShellAsync("chmod +x build.sh; printf 'artifacts/\\nstore/\\n' > .gitignore; git init --quiet --initial-branch=main; git add --all; git -c user.name=t -c user.email=t@example.com commit --quiet --message \"$MESSAGE\"", ("MESSAGE", message));
    }

    /// <summary>The first commit, of what New writes for <c>quay.io/team/app:1</c> and <c>quay.io/team/tool:1</c>; the pipeline's path in the clone.</summary>
    public async Task<PipelineFile> CommitNewAsync(PipelineKind kind, string pipeline)
    {
        var options = _workspace.Options(null) with
        {
            ConfigurationFile = Path.Combine(Root, "mirror-configs", "prod", "imageset.yaml"),
            RootFolder = Root,
            Images = ["quay.io/team/app:1", "quay.io/team/tool:1"],
            Pipeline = kind,
        };
        using (var engine = _workspace.NewEngine(options))
        {
            await engine.NewAsync(null, Token);
        }

        foreach (var name in new[] { "imageset.yaml", "policy.yaml" })
        {
            File.Copy(Path.Combine(Root, "mirror-configs", "prod", name), Folder.Combine("mirror", name));
        }

        await CommitAsync("first");
        return new PipelineFile(Path.Combine(Root, pipeline));
    }

    /// <summary>The program <c>gh</c> of GitHub's runners, which is not here; returns the file that it writes comments to.</summary>
    public async Task<string> InstallGhAsync()
    {
        var comment = Folder.Combine("comment");
        Variables["PATH"] = $"{Folder.Combine("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        Folder.WriteFile("bin/gh", $"#!/usr/bin/env bash\nprintf '%s\\n' \"$1 $2 $3\" > '{comment}'\ncat \"$5\" >> '{comment}'\n");
        await ShellAsync("chmod +x ../bin/gh");
        return comment;
    }

    /// <summary>Whether each of the paths, which may have variables, is there after a run.</summary>
    public async Task AssertFilesAsync(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            await ShellAsync($"test -e {path}");
        }
    }

    public async Task<string> ShellAsync(string script, params (string Name, string Value)[] variables) =>
        (await TryShellAsync(script, variables)).EnsureSuccess().OutputText;

    public async Task<ToolResult> TryShellAsync(string script, params (string Name, string Value)[] variables)
    {
        Directory.CreateDirectory(Root);
        var environment = new Dictionary<string, string?>(HostProcess.Environment(_workspace), StringComparer.Ordinal)
        {
            ["CI"] = "true",
            ["MIRROR_DESTINATION"] = Destination,
            ["MIRROR_DEST_TLS_VERIFY"] = "false",
            ["MIRROR_STORE"] = Path.Combine(Root, "store"),
        };
        foreach (var (name, value) in Variables.Select(pair => (pair.Key, pair.Value)).Concat(variables))
        {
            environment[name] = value;
        }

        return await ToolProcess.RunAsync("bash", ["-euo", "pipefail", "-c", $"cd '{Root}'\n{script}"], new ToolOptions { Environment = environment }, Token);
    }

    public async Task AssertPublishedAsync(params string[] names)
    {
        foreach (var name in names)
        {
            var expected = await Skopeo.InspectRawAsync($"docker://{_source.Endpoint}/{name}", Token);
            var actual = await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/ocp/{name}", Token);
            Assert.True(expected.Span.SequenceEqual(actual.Span), name);
        }
    }

    public async Task AssertNothingIsTaggedAsync() => Assert.DoesNotContain(
        await _destination.RequestsAsync(Token), request => request.Method == "PUT" && request.Path.Contains("/manifests/", StringComparison.Ordinal));

    /// <summary>A second commit in a merge request; the digest of the first is what it is compared with.</summary>
    public async Task<string> OpenMergeRequestAsync(params string[] images)
    {
        var fork = (await ShellAsync("git rev-parse HEAD")).Trim();
        await CommitAsync("second", images);
        return fork;
    }

    /// <summary>As above, with what GitLab tells a job; the server takes the notes.</summary>
    public async Task<FaultyRegistry> OpenGitlabMergeRequestAsync(params string[] images)
    {
        var notes = new FaultyRegistry();
        notes.On("POST", "/api/v4/", new ServerAnswer(201));
        Variables["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = await OpenMergeRequestAsync(images);
        Variables["CI_MERGE_REQUEST_IID"] = "7";
        Variables["CI_PROJECT_ID"] = "3";
        Variables["CI_API_V4_URL"] = $"http://{notes.Endpoint}/api/v4";
        Variables["MIRROR_BOT_TOKEN"] = "bot-token";
        return notes;
    }

    public async Task RunAsync(YamlNode script) => await ShellAsync(string.Join('\n', PipelineFile.Lines(script)));

    public async Task RunStepsAsync(YamlNode steps)
    {
        foreach (var script in PipelineFile.Runs(steps))
        {
            await ShellAsync(script);
        }
    }
}
