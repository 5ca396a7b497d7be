using System.Text;
using Mirror.Engine.Options;
using YamlDotNet.RepresentationModel;

namespace Mirror.EndToEnd.Tests;

/// <summary>The pipelines that New writes, their own lines run by a shell in a clone, against two real registries.</summary>
public sealed class NewPipelineTests : IAsyncLifetime
{
    private PipelineClone _clone = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _clone = await PipelineClone.StartAsync();

        // The pipelines take the folder that outputs go to by default, below the repository that the build was compiled in.
        _clone.Variables["MIRROR_OUTPUT"] = "artifacts/prod";
    }

    public ValueTask DisposeAsync() => _clone.DisposeAsync();

    private void Set(IReadOnlyDictionary<string, string> variables)
    {
        foreach (var (name, value) in variables.Where(pair => !pair.Value.Contains("${{", StringComparison.Ordinal)))
        {
            _clone.Variables[name] = value;
        }
    }

    private Task<int> ExitAsync(YamlNode script) => ExitAsync(string.Join('\n', PipelineFile.Lines(script)));

    private async Task<int> ExitAsync(string script) => (await _clone.TryShellAsync(script)).ExitCode;

    [Fact]
    public async Task Gitlab_reviews_approves_and_publishes()
    {
        var file = await _clone.CommitNewAsync(PipelineKind.GitLab, "mirror-configs/prod/gitlab-ci.yml");
        Set(PipelineFile.Texts(file.At(0, ".prod-mirror", "variables")));
        await using var notes = await _clone.OpenGitlabMergeRequestAsync("name: quay.io/team/app:2");

        var review = await ExitAsync(file.At(0, "prod-review", "script"));
        await _clone.RunAsync(file.At(0, "prod-review", "after_script"));
        Assert.Empty(notes.Requests);
        _clone.Variables["MIRROR_NOTE_TOKEN"] = "note-token";
        await _clone.RunAsync(file.At(0, "prod-review", "after_script"));
        await _clone.AssertFilesAsync(PipelineFile.Lines(file.At(0, "prod-review", "artifacts", "paths")));

        Assert.Equal(8, review);
        var note = Assert.Single(notes.Requests, request => request.Path == "/api/v4/projects/3/merge_requests/7/notes");
        Assert.Contains(note.Headers, header => header is { Name: "PRIVATE-TOKEN", Value: "note-token" });
        Assert.Contains("quay.io/team/tool", Encoding.UTF8.GetString(await note.ReadBodyAsync(long.MaxValue, Token)), StringComparison.Ordinal);

        Set(PipelineFile.Texts(file.At(0, "prod-approve", "variables")));
        await _clone.RunAsync(file.At(0, PipelineFile.Text(file.At(0, "prod-approve", "extends")), "script"));

        _clone.Variables.Remove("MIRROR_APPROVE");
        _clone.Variables.Remove("CI_MERGE_REQUEST_DIFF_BASE_SHA");
        await _clone.RunAsync(file.At(0, "prod-publish", "script"));
        await _clone.RunAsync(file.At(0, "prod-publish", "script"));

        await _clone.AssertPublishedAsync("team/app:2");
        await _clone.AssertFilesAsync(PipelineFile.Lines(file.At(0, "prod-publish", "artifacts", "paths")));
    }

    [Fact]
    public async Task Github_reviews_approves_and_publishes()
    {
        var file = await _clone.CommitNewAsync(PipelineKind.GitHub, ".github/workflows/mirror-prod.yml");
        Set(PipelineFile.Texts(file.At(0, "env")));
        _clone.Folder.WriteFile("runner/.keep", "");
        var gh = await _clone.InstallGhAsync();
        _clone.Variables["RUNNER_TEMP"] = _clone.Folder.Combine("runner");
        _clone.Variables["AUTH"] = "{\"auths\":{}}";
        _clone.Variables["PULL_REQUEST"] = "12";
        _clone.Variables["GITHUB_BASE_REF"] = "main";
        _clone.Variables["MIRROR_APPROVE"] = "";
        var fork = await _clone.OpenMergeRequestAsync("name: quay.io/team/app:2");
        await _clone.ShellAsync("git update-ref refs/remotes/origin/main \"$FORK\"", ("FORK", fork));
        var steps = PipelineFile.Runs(file.At(0, "jobs", "review", "steps"));

        var first = await ExitAsync(steps[0]);
        var comment = Assert.Single(steps, step => step.StartsWith("gh ", StringComparison.Ordinal));
        await _clone.ShellAsync(comment);
        var text = await File.ReadAllTextAsync(gh, Token);
        _clone.Variables["MIRROR_APPROVE"] = "removals";
        await _clone.RunStepsAsync(file.At(0, "jobs", "review", "steps"));

        Assert.Equal(8, first);
        Assert.StartsWith("pr comment 12\n", text, StringComparison.Ordinal);
        Assert.Contains("quay.io/team/tool", text, StringComparison.Ordinal);

        _clone.Variables["MIRROR_APPROVE"] = "";
        _clone.Variables.Remove("GITHUB_BASE_REF");
        await _clone.RunStepsAsync(file.At(0, "jobs", "publish", "steps"));

        await _clone.AssertPublishedAsync("team/app:2");
        Assert.Equal("600\n", await _clone.ShellAsync("stat -c %a \"$RUNNER_TEMP/auth.json\""));
        var upload = ((YamlSequenceNode)file.At(0, "jobs", "publish", "steps")).Cast<YamlMappingNode>().Last();
        await _clone.AssertFilesAsync(PipelineFile.Text(upload["with"]["path"]).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Tekton_reviews_approves_and_publishes()
    {
        var file = await _clone.CommitNewAsync(PipelineKind.Tekton, "mirror-configs/prod/tekton.yaml");
        var script = PipelineFile.Text(file.At(0, "spec", "steps", 0, "script"));
        var environment = ((YamlSequenceNode)file.At(0, "spec", "steps", 0, "env")).ToDictionary(item => PipelineFile.Text(item["name"]), item => PipelineFile.Text(item["value"]));
        var fork = await _clone.OpenMergeRequestAsync("name: quay.io/team/app:2");
        _clone.Folder.WriteFile("logins/auth.json", "{\"auths\":{}}");
        var destination = _clone.Destination;

        var review = await TasksAsync(1, logins: "", ("$(params.base)", fork), ("$(params.approve)", ""));
        var approved = await TasksAsync(1, logins: "", ("$(params.base)", fork), ("$(params.approve)", "removals"));
        var published = await TasksAsync(2, _clone.Folder.Combine("logins"), ("$(params.destination)", destination));

        Assert.Equal(["diff 8", "check 8"], review);
        Assert.Equal(["diff 0", "check 0"], approved);
        Assert.Equal(["publish 0"], published);
        await _clone.AssertPublishedAsync("team/app:2");

        // As Tekton does it: what a pipeline gives to a task, and what the task gives to its step.
        async Task<IReadOnlyList<string>> TasksAsync(int document, string logins, params (string Name, string Value)[] given)
        {
            var results = new List<string>();
            foreach (var task in (YamlSequenceNode)file.At(document, "spec", "tasks"))
            {
                var parameters = ((YamlSequenceNode)task["params"]).ToDictionary(
                    item => $"$(params.{PipelineFile.Text(item["name"])})", item => Replace(PipelineFile.Text(item["value"]), given));
                parameters.TryAdd("$(params.destination)", "");
                parameters.TryAdd("$(params.approve)", "");
                parameters["$(workspaces.logins.path)"] = logins;
                var known = parameters.Select(pair => (pair.Key, pair.Value)).ToArray();
                foreach (var (name, value) in environment)
                {
                    _clone.Variables[name] = Replace(value, known);
                }

                results.Add($"{PipelineFile.Text(task["name"])} {await ExitAsync(Replace(script, known))}");
            }

            return results;
        }

        static string Replace(string text, (string Name, string Value)[] values) => values.Aggregate(text, (whole, pair) => whole.Replace(pair.Name, pair.Value, StringComparison.Ordinal));
    }
}
