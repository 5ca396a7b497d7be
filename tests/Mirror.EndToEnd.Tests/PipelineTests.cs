using System.Globalization;
using Mirror.Sandbox.Images;
using Mirror.Testing.Faults;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;
using YamlDotNet.RepresentationModel;

namespace Mirror.EndToEnd.Tests;

/// <summary>The pipeline examples, their own lines run by a shell in a clone, against two real registries.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private DockerRegistryProcess _source = null!;
    private DockerRegistryProcess _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Clone => _workspace.Folder.Combine("clone");

    private string Origin => _workspace.Folder.Combine("origin.git");

    public async ValueTask InitializeAsync()
    {
        RequiredTools.Require("git");
        _source = await DockerRegistryProcess.StartAsync(Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
        foreach (var name in new[] { "team/app:1", "team/app:2", "team/tool:1" })
        {
            var layout = _workspace.Folder.Combine("layouts", name.Replace('/', '-').Replace(':', '-'));
            LayoutFolder.Write(layout, ("image", new ImageBuilder { Layers = [Layer.Random("shared", 20_000), Layer.Random(name, 10_000)] }.Build()));
            await Skopeo.CopyAsync($"oci:{layout}:image", $"docker://{_source.Endpoint}/{name}", all: true, Token);
        }

        _workspace.Redirect(("quay.io", _source.Endpoint));
        await CommitAsync("first", "name: quay.io/team/app:1", "name: quay.io/team/tool:1");
        await ShellAsync("git clone --quiet --bare . \"$ORIGIN\"", ("ORIGIN", Origin));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _workspace.Dispose();
    }

    /// <summary>A repository as users have it: a build script, and a mirror with its lock.</summary>
    private async Task CommitAsync(string message, params string[] images)
    {
        _workspace.Configure(images);
        await _workspace.LockAsync(Token);
        var mirror = Path.Combine(Clone, "mirror-configs", "prod");
        Directory.CreateDirectory(mirror);
        foreach (var file in Directory.GetFiles(_workspace.Folder.Combine("mirror")))
        {
            File.Copy(file, Path.Combine(mirror, Path.GetFileName(file)), overwrite: true);
        }

        var script = Path.Combine(Clone, "build.sh");
        await File.WriteAllTextAsync(script, $"#!/usr/bin/env bash\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll")}' \"$@\"\n", Token);
        await ShellAsync("chmod +x build.sh; printf 'artifacts/\\nstore/\\n' > .gitignore; git init --quiet --initial-branch=main; git add --all; git -c user.name=t -c user.email=t@example.com commit --quiet --message \"$MESSAGE\"", ("MESSAGE", message));
    }

    private async Task<string> ShellAsync(string script, params (string Name, string Value)[] variables) =>
        (await TryShellAsync(script, variables)).EnsureSuccess().OutputText;

    private async Task<ToolResult> TryShellAsync(string script, params (string Name, string Value)[] variables)
    {
        Directory.CreateDirectory(Clone);
        var environment = new Dictionary<string, string?>(HostProcess.Environment(_workspace), StringComparer.Ordinal)
        {
            ["CI"] = "true",
            ["MIRROR_DESTINATION"] = $"docker://{_destination.Endpoint}/ocp",
            ["MIRROR_DEST_TLS_VERIFY"] = "false",
            ["MIRROR_STORE"] = Path.Combine(Clone, "store"),
        };
        foreach (var (name, value) in _variables.Select(pair => (pair.Key, pair.Value)).Concat(variables))
        {
            environment[name] = value;
        }

        return await ToolProcess.RunAsync("bash", ["-euo", "pipefail", "-c", $"cd '{Clone}'\n{script}"], new ToolOptions { Environment = environment }, Token);
    }

    private async Task AssertPublishedAsync(params string[] names)
    {
        foreach (var name in names)
        {
            var expected = await Skopeo.InspectRawAsync($"docker://{_source.Endpoint}/{name}", Token);
            var actual = await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/ocp/{name}", Token);
            Assert.True(expected.Span.SequenceEqual(actual.Span), name);
        }
    }

    private async Task AssertNothingIsTaggedAsync() => Assert.DoesNotContain(
        await _destination.RequestsAsync(Token), request => request.Method == "PUT" && request.Path.Contains("/manifests/", StringComparison.Ordinal));

    /// <summary>A second commit in a merge request; the digest of the first is what it is compared with.</summary>
    private async Task<string> OpenMergeRequestAsync(params string[] images)
    {
        var fork = (await ShellAsync("git rev-parse HEAD")).Trim();
        await CommitAsync("second", images);
        return fork;
    }

    /// <summary>As above, with what GitLab tells a job; the server takes the notes.</summary>
    private async Task<FaultyRegistry> OpenGitlabMergeRequestAsync(params string[] images)
    {
        var notes = new FaultyRegistry();
        notes.On("POST", "/api/v4/", new ServerAnswer(201));
        _variables["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = await OpenMergeRequestAsync(images);
        _variables["CI_MERGE_REQUEST_IID"] = "7";
        _variables["CI_PROJECT_ID"] = "3";
        _variables["CI_API_V4_URL"] = $"http://{notes.Endpoint}/api/v4";
        _variables["MIRROR_BOT_TOKEN"] = "bot-token";
        return notes;
    }

    [Fact]
    public async Task Gitlab_reviews_sends_publishes_and_commits()
    {
        var file = new PipelineFile("gitlab-ci.yml");
        foreach (var (name, value) in PipelineFile.Texts(file.At(0, "variables")))
        {
            _variables[name] = value;
        }

        await using var notes = await OpenGitlabMergeRequestAsync("name: quay.io/team/app:2", "name: quay.io/team/tool:1", "name: quay.io/team/app:1");

        await RunAsync(file.At(0, "review", "script"));
        await RunAsync(file.At(0, "review", "after_script"));

        var note = Assert.Single(notes.Requests, request => request.Path == "/api/v4/projects/3/merge_requests/7/notes");
        Assert.Contains(note.Headers, header => header is { Name: "PRIVATE-TOKEN", Value: "bot-token" });
        Assert.Contains("quay.io%2Fteam%2Fapp", System.Text.Encoding.UTF8.GetString(await note.ReadBodyAsync(long.MaxValue, Token)), StringComparison.OrdinalIgnoreCase);

        _variables.Remove("CI_MERGE_REQUEST_DIFF_BASE_SHA");
        var parallel = PipelineFile.Text(file.At(0, "send", "parallel"));
        for (var number = 1; number <= int.Parse(parallel, CultureInfo.InvariantCulture); number++)
        {
            _variables["CI_NODE_INDEX"] = number.ToString(CultureInfo.InvariantCulture);
            _variables["CI_NODE_TOTAL"] = parallel;
            await RunAsync(file.At(0, "send", "script"));
        }

        await AssertNothingIsTaggedAsync();
        _variables["CI_COMMIT_SHORT_SHA"] = "0123abcd";
        _variables["CI_COMMIT_BRANCH"] = "main";
        _variables["CI_SERVER_HOST"] = "gitlab.example";
        _variables["CI_PROJECT_PATH"] = "team/mirror";
        await ShellAsync("git config url.\"$ORIGIN\".insteadOf https://mirror:bot-token@gitlab.example/team/mirror.git", ("ORIGIN", Origin));
        await RunAsync(file.At(0, "publish", "script"));
        await RunAsync(file.At(0, "publish", "script"));

        await AssertPublishedAsync("team/app:1", "team/app:2", "team/tool:1");
        var log = await ShellAsync("git -C \"$ORIGIN\" log --format=%s main; git -C \"$ORIGIN\" show main:mirror-configs/prod/cluster-resources/itms-oc-mirror.yaml", ("ORIGIN", Origin));
        Assert.StartsWith("Cluster resources of 0123abcd [skip ci]\nsecond\nfirst\n", log, StringComparison.Ordinal);
        Assert.Contains("kind: ImageTagMirrorSet", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gitlab_tells_a_removal_in_the_note_and_fails_the_review()
    {
        var file = new PipelineFile("gitlab-ci.yml");
        foreach (var (name, value) in PipelineFile.Texts(file.At(0, "variables")))
        {
            _variables[name] = value;
        }

        await using var notes = await OpenGitlabMergeRequestAsync("name: quay.io/team/app:1");

        var review = await TryShellAsync(string.Join('\n', PipelineFile.Lines(file.At(0, "review", "script"))));
        await RunAsync(file.At(0, "review", "after_script"));

        Assert.Equal(8, review.ExitCode);
        var note = Assert.Single(notes.Requests);
        Assert.Contains("quay.io%2Fteam%2Ftool", System.Text.Encoding.UTF8.GetString(await note.ReadBodyAsync(long.MaxValue, Token)), StringComparison.OrdinalIgnoreCase);
        _variables["MIRROR_APPROVE"] = "removals";
        await RunAsync(file.At(0, "review", "script"));
    }

    [Fact]
    public async Task Github_reviews_sends_publishes_and_commits()
    {
        var file = new PipelineFile("github-actions.yml");
        foreach (var (name, value) in PipelineFile.Texts(file.At(0, "env")).Where(pair => !pair.Value.Contains("${{", StringComparison.Ordinal)))
        {
            _variables[name] = value;
        }

        // What the workflow takes from the settings, and the one program of the runner that is not here.
        _variables["MIRROR_AUTH"] = "{\"auths\":{}}";
        _variables["RUNNER_TEMP"] = _workspace.Folder.Combine("runner");
        _variables["PATH"] = $"{_workspace.Folder.Combine("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        _workspace.Folder.WriteFile("runner/.keep", "");
        _workspace.Folder.WriteFile("bin/gh", $"#!/usr/bin/env bash\nprintf '%s\\n' \"$1 $2 $3\" > '{_workspace.Folder.Combine("comment")}'\ncat \"$5\" >> '{_workspace.Folder.Combine("comment")}'\n");
        await ShellAsync("chmod +x \"$RUNNER_TEMP/../bin/gh\"");
        _variables["GITHUB_BASE_REF"] = "main";
        _variables["PULL_REQUEST"] = "12";
        var fork = await OpenMergeRequestAsync("name: quay.io/team/app:2", "name: quay.io/team/tool:1", "name: quay.io/team/app:1");
        await ShellAsync("git update-ref refs/remotes/origin/main \"$FORK\"", ("FORK", fork));

        await RunStepsAsync(file.At(0, "jobs", "review", "steps"));

        var comment = await File.ReadAllTextAsync(_workspace.Folder.Combine("comment"), Token);
        Assert.StartsWith("pr comment 12\n", comment, StringComparison.Ordinal);
        Assert.Contains("quay.io/team/app", comment, StringComparison.Ordinal);

        _variables.Remove("GITHUB_BASE_REF");
        foreach (var part in PipelineFile.Lines(file.At(0, "jobs", "send", "strategy", "matrix", "part")))
        {
            _variables["MIRROR_SHARD"] = part;
            await RunStepsAsync(file.At(0, "jobs", "send", "steps"));
        }

        await AssertNothingIsTaggedAsync();
        _variables.Remove("MIRROR_SHARD");
        _variables["GITHUB_SHA"] = "0123abcd";
        _variables["GITHUB_REF_NAME"] = "main";
        await ShellAsync("git remote add origin \"$ORIGIN\"", ("ORIGIN", Origin));
        await RunStepsAsync(file.At(0, "jobs", "publish", "steps"));

        await AssertPublishedAsync("team/app:1", "team/app:2", "team/tool:1");
        Assert.StartsWith("Cluster resources of 0123abcd", await ShellAsync("git -C \"$ORIGIN\" log --format=%s main", ("ORIGIN", Origin)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tekton_checks_sends_and_publishes()
    {
        var file = new PipelineFile("tekton.yaml");
        var script = PipelineFile.Text(file.At(0, "spec", "steps", 0, "script"));
        var tasks = (YamlSequenceNode)file.At(1, "spec", "tasks");
        _variables["MIRROR_CONFIG"] = "mirror-configs/prod";

        Assert.Equal(["check", "send", "publish"], tasks.Select(task => PipelineFile.Text(task["name"])));
        await TaskAsync(PipelineFile.Text(tasks[0]["params"][2]["value"]));
        foreach (var arguments in PipelineFile.Lines(tasks[1]["matrix"]["params"][0]["value"]))
        {
            await TaskAsync(arguments);
        }

        await AssertNothingIsTaggedAsync();
        await TaskAsync(PipelineFile.Text(tasks[2]["params"][2]["value"]));

        await AssertPublishedAsync("team/app:1", "team/tool:1");

        Task TaskAsync(string arguments) => ShellAsync(script.Replace("$(params.arguments)", arguments, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kubernetes_sends_with_indexed_pods_and_finishes_with_one()
    {
        var file = new PipelineFile("kubernetes-job.yaml");
        _variables["MIRROR_CONFIG"] = "mirror-configs/prod";
        _variables["MIRROR_REPOSITORY"] = Origin;
        var completions = int.Parse(PipelineFile.Text(file.At(0, "spec", "completions")), CultureInfo.InvariantCulture);
        Assert.Equal("Indexed", PipelineFile.Text(file.At(0, "spec", "completionMode")));
        for (var index = 0; index < completions; index++)
        {
            _variables["JOB_COMPLETION_INDEX"] = index.ToString(CultureInfo.InvariantCulture);
            await PodAsync(0);
        }

        await AssertNothingIsTaggedAsync();
        await PodAsync(1);

        await AssertPublishedAsync("team/app:1", "team/tool:1");

        // A pod has a disk of its own.
        async Task PodAsync(int job)
        {
            var script = PipelineFile.Text(file.At(job, "spec", "template", "spec", "containers", 0, "args", 0));
            await ShellAsync("rm -rf \"$POD\" store\n" + script.Replace("/tmp/mirror", "$POD", StringComparison.Ordinal), ("POD", _workspace.Folder.Combine("pod")));
        }
    }

    private async Task RunAsync(YamlNode script) => await ShellAsync(string.Join('\n', PipelineFile.Lines(script)));

    private async Task RunStepsAsync(YamlNode steps)
    {
        foreach (var step in ((YamlSequenceNode)steps).Cast<YamlMappingNode>().Where(step => step.Children.ContainsKey("run")))
        {
            await ShellAsync(PipelineFile.Text(step["run"]));
        }
    }
}
