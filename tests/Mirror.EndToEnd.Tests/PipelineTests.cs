using System.Globalization;
using Mirror.Testing.Processes;
using YamlDotNet.RepresentationModel;

namespace Mirror.EndToEnd.Tests;

/// <summary>The pipeline examples, their own lines run by a shell in a clone, against two real registries.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private PipelineClone _clone = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _clone = await PipelineClone.StartAsync();
        await _clone.CommitAsync("first", "name: quay.io/team/app:1", "name: quay.io/team/tool:1");
        await _clone.PushAsync();
    }

    public ValueTask DisposeAsync() => _clone.DisposeAsync();

    [Fact]
    public async Task Gitlab_reviews_sends_publishes_and_commits()
    {
        var file = PipelineFile.Example("gitlab-ci.yml");
        foreach (var (name, value) in PipelineFile.Texts(file.At(0, "variables")))
        {
            _clone.Variables[name] = value;
        }

        await using var notes = await _clone.OpenGitlabMergeRequestAsync("name: quay.io/team/app:2", "name: quay.io/team/tool:1", "name: quay.io/team/app:1");

        await _clone.RunAsync(file.At(0, "review", "script"));
        await _clone.RunAsync(file.At(0, "review", "after_script"));

        var note = Assert.Single(notes.Requests, request => request.Path == "/api/v4/projects/3/merge_requests/7/notes");
        Assert.Contains(note.Headers, header => header is { Name: "PRIVATE-TOKEN", Value: "bot-token" });
        Assert.Contains("quay.io%2Fteam%2Fapp", System.Text.Encoding.UTF8.GetString(await note.ReadBodyAsync(long.MaxValue, Token)), StringComparison.OrdinalIgnoreCase);

        _clone.Variables.Remove("CI_MERGE_REQUEST_DIFF_BASE_SHA");
        var parallel = PipelineFile.Text(file.At(0, "send", "parallel"));
        for (var number = 1; number <= int.Parse(parallel, CultureInfo.InvariantCulture); number++)
        {
            _clone.Variables["CI_NODE_INDEX"] = number.ToString(CultureInfo.InvariantCulture);
            _clone.Variables["CI_NODE_TOTAL"] = parallel;
            await _clone.RunAsync(file.At(0, "send", "script"));
        }

        await _clone.AssertNothingIsTaggedAsync();
        _clone.Variables["CI_COMMIT_SHORT_SHA"] = "0123abcd";
        _clone.Variables["CI_COMMIT_BRANCH"] = "main";
        _clone.Variables["CI_SERVER_HOST"] = "gitlab.example";
        _clone.Variables["CI_PROJECT_PATH"] = "team/mirror";
        await _clone.ShellAsync("git config url.\"$ORIGIN\".insteadOf https://mirror:bot-token@gitlab.example/team/mirror.git", ("ORIGIN", _clone.Origin));
        await _clone.RunAsync(file.At(0, "publish", "script"));
        await _clone.RunAsync(file.At(0, "publish", "script"));

        await _clone.AssertPublishedAsync("team/app:1", "team/app:2", "team/tool:1");
        var log = await _clone.ShellAsync("git -C \"$ORIGIN\" log --format=%s main; git -C \"$ORIGIN\" show main:mirror-configs/prod/cluster-resources/itms-oc-mirror.yaml", ("ORIGIN", _clone.Origin));
        Assert.StartsWith("Cluster resources of 0123abcd [skip ci]\nsecond\nfirst\n", log, StringComparison.Ordinal);
        Assert.Contains("kind: ImageTagMirrorSet", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gitlab_tells_a_removal_in_the_note_and_fails_the_review()
    {
        var file = PipelineFile.Example("gitlab-ci.yml");
        foreach (var (name, value) in PipelineFile.Texts(file.At(0, "variables")))
        {
            _clone.Variables[name] = value;
        }

        await using var notes = await _clone.OpenGitlabMergeRequestAsync("name: quay.io/team/app:1");

        var review = await _clone.TryShellAsync(string.Join('\n', PipelineFile.Lines(file.At(0, "review", "script"))));
        await _clone.RunAsync(file.At(0, "review", "after_script"));

        Assert.Equal(8, review.ExitCode);
        var note = Assert.Single(notes.Requests);
        Assert.Contains("quay.io%2Fteam%2Ftool", System.Text.Encoding.UTF8.GetString(await note.ReadBodyAsync(long.MaxValue, Token)), StringComparison.OrdinalIgnoreCase);
        _clone.Variables["MIRROR_APPROVE"] = "removals";
        await _clone.RunAsync(file.At(0, "review", "script"));
    }

    [Fact]
    public async Task Github_reviews_sends_publishes_and_commits()
    {
        var file = PipelineFile.Example("github-actions.yml");
        foreach (var (name, value) in PipelineFile.Texts(file.At(0, "env")).Where(pair => !pair.Value.Contains("${{", StringComparison.Ordinal)))
        {
            _clone.Variables[name] = value;
        }

        // What the workflow takes from the settings, and the one program of the runner that is not here.
        _clone.Variables["MIRROR_AUTH"] = "{\"auths\":{}}";
        _clone.Variables["RUNNER_TEMP"] = _clone.Folder.Combine("runner");
        _clone.Folder.WriteFile("runner/.keep", "");
        var gh = await _clone.InstallGhAsync();
        _clone.Variables["GITHUB_BASE_REF"] = "main";
        _clone.Variables["PULL_REQUEST"] = "12";
        var fork = await _clone.OpenMergeRequestAsync("name: quay.io/team/app:2", "name: quay.io/team/tool:1", "name: quay.io/team/app:1");
        await _clone.ShellAsync("git update-ref refs/remotes/origin/main \"$FORK\"", ("FORK", fork));

        await _clone.RunStepsAsync(file.At(0, "jobs", "review", "steps"));

        var comment = await File.ReadAllTextAsync(gh, Token);
        Assert.StartsWith("pr comment 12\n", comment, StringComparison.Ordinal);
        Assert.Contains("quay.io/team/app", comment, StringComparison.Ordinal);

        _clone.Variables.Remove("GITHUB_BASE_REF");
        foreach (var part in PipelineFile.Lines(file.At(0, "jobs", "send", "strategy", "matrix", "part")))
        {
            _clone.Variables["MIRROR_SHARD"] = part;
            await _clone.RunStepsAsync(file.At(0, "jobs", "send", "steps"));
        }

        await _clone.AssertNothingIsTaggedAsync();
        _clone.Variables.Remove("MIRROR_SHARD");
        _clone.Variables["GITHUB_SHA"] = "0123abcd";
        _clone.Variables["GITHUB_REF_NAME"] = "main";
        await _clone.ShellAsync("git remote add origin \"$ORIGIN\"", ("ORIGIN", _clone.Origin));
        await _clone.RunStepsAsync(file.At(0, "jobs", "publish", "steps"));

        await _clone.AssertPublishedAsync("team/app:1", "team/app:2", "team/tool:1");
        Assert.StartsWith("Cluster resources of 0123abcd", await _clone.ShellAsync("git -C \"$ORIGIN\" log --format=%s main", ("ORIGIN", _clone.Origin)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tekton_checks_sends_and_publishes()
    {
        var file = PipelineFile.Example("tekton.yaml");
        var script = PipelineFile.Text(file.At(0, "spec", "steps", 0, "script"));
        var tasks = (YamlSequenceNode)file.At(1, "spec", "tasks");
        _clone.Variables["MIRROR_CONFIG"] = "mirror-configs/prod";

        Assert.Equal(["check", "send", "publish"], tasks.Select(task => PipelineFile.Text(task["name"])));
        await TaskAsync(PipelineFile.Text(tasks[0]["params"][2]["value"]));
        foreach (var arguments in PipelineFile.Lines(tasks[1]["matrix"]["params"][0]["value"]))
        {
            await TaskAsync(arguments);
        }

        await _clone.AssertNothingIsTaggedAsync();
        await TaskAsync(PipelineFile.Text(tasks[2]["params"][2]["value"]));

        await _clone.AssertPublishedAsync("team/app:1", "team/tool:1");

        Task TaskAsync(string arguments) => _clone.ShellAsync(script.Replace("$(params.arguments)", arguments, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kubernetes_sends_with_indexed_pods_and_finishes_with_one()
    {
        var file = PipelineFile.Example("kubernetes-job.yaml");
        _clone.Variables["MIRROR_CONFIG"] = "mirror-configs/prod";
        _clone.Variables["MIRROR_REPOSITORY"] = _clone.Origin;
        var completions = int.Parse(PipelineFile.Text(file.At(0, "spec", "completions")), CultureInfo.InvariantCulture);
        Assert.Equal("Indexed", PipelineFile.Text(file.At(0, "spec", "completionMode")));
        for (var index = 0; index < completions; index++)
        {
            _clone.Variables["JOB_COMPLETION_INDEX"] = index.ToString(CultureInfo.InvariantCulture);
            await PodAsync(0);
        }

        await _clone.AssertNothingIsTaggedAsync();
        await PodAsync(1);

        await _clone.AssertPublishedAsync("team/app:1", "team/tool:1");

        // A pod has a disk of its own.
        async Task PodAsync(int job)
        {
            var script = PipelineFile.Text(file.At(job, "spec", "template", "spec", "containers", 0, "args", 0));
            await _clone.ShellAsync("rm -rf \"$POD\" store\n" + script.Replace("/tmp/mirror", "$POD", StringComparison.Ordinal), ("POD", _clone.Folder.Combine("pod")));
        }
    }
}
