using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Each rule of a policy holds and is broken: where, with which code and exit code. Check, Lock and Diff.</summary>
public sealed class PolicyTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new() { Time = new ManualTimeProvider { AutoAdvance = TimeSpan.FromSeconds(30) } };
    private TestRegistry _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint), ("ghcr.io", _source.Endpoint));
        foreach (var tag in (string[])["1.0", "2.0"])
        {
            await PushAsync("a/one", tag, ImageBuilder.Simple($"a/one:{tag}"));
            await PushAsync("a/two", tag, ImageBuilder.Simple($"a/two:{tag}"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    private Task PushAsync(string repository, string tag, ImageContent image) => _source.Client.PushImageAsync(_source.BaseUri, repository, tag, image, Token);

    private void Policy(string rule) => _workspace.Folder.WriteFile("mirror/policy.yaml", $"rules:\n{rule}\n");

    /// <summary>Locks <paramref name="images"/> without a policy, and keeps that as the older lock.</summary>
    private async Task<BaseFile> BaseAsync(params string[] images)
    {
        await LockAsync(null, images);
        var copy = _workspace.Folder.Combine("old.json");
        File.Copy(_workspace.Folder.Combine("mirror", "mirror.lock.json"), copy);
        return new BaseFile(copy);
    }

    private async Task LockAsync(BaseReference? with, params string[] images)
    {
        _workspace.Configure([.. images.Select(image => $"name: {image}")]);
        using var engine = _workspace.NewEngine(Options(with));
        await engine.CheckAsync(Token);
        await engine.ResolveAsync(Token);
        await engine.LockAsync(Token);
    }

    private MirrorOptions Options(BaseReference? with, params string[] approvals) => _workspace.Options(null) with { Base = with, Approvals = approvals };

    private async Task CheckAsync(BaseReference? with, params string[] approvals)
    {
        using var engine = _workspace.NewEngine(Options(with, approvals));
        await engine.CheckAsync(Token);
    }

    private static async Task<string> BrokenAsync(Func<Task> run)
    {
        var failure = await Assert.ThrowsAsync<MirrorException>(run);
        Assert.Equal(ExitCode.Policy, failure.ExitCode);
        return Assert.Single(failure.Diagnostics).ToString();
    }

    [Fact]
    public async Task Removals()
    {
        var old = await BaseAsync("quay.io/a/one:1.0", "quay.io/a/two:1.0");
        Policy("- rule: removals\n  message: Ask in the channel.");

        await LockAsync(old, "quay.io/a/one:1.0", "quay.io/a/two:2.0");
        var broken = await BrokenAsync(() => LockAsync(old, "quay.io/a/one:1.0"));

        Assert.Equal(
            "mirror/policy.yaml(2,9): error MIR2030: The rule 'removals': image 'quay.io/a/two' is no longer mirrored, which 'old.json' has. Whoever reviews it approves it with '--approve removals'. Ask in the channel.",
            broken);
        Assert.Contains("quay.io/a/two", _workspace.LockText, StringComparison.Ordinal);
        using var engine = _workspace.NewEngine(Options(old, "removals"));
        await engine.ResolveAsync(Token);
        await engine.LockAsync(Token);
        Assert.DoesNotContain("quay.io/a/two", _workspace.LockText, StringComparison.Ordinal);
        await BrokenAsync(() => CheckAsync(old));
        await CheckAsync(old, "removals");
    }

    [Fact]
    public async Task Downgrades()
    {
        var old = await BaseAsync("quay.io/a/one:1.0", "quay.io/a/two:2.0");
        Policy("- rule: downgrades");

        await LockAsync(old, "quay.io/a/one:2.0", "quay.io/a/two:2.0");
        var broken = await BrokenAsync(() => LockAsync(old, "quay.io/a/one:1.0", "quay.io/a/two:1.0"));

        Assert.Equal(
            "mirror/policy.yaml(2,9): error MIR2031: The rule 'downgrades': image 'quay.io/a/two' goes down from 2.0 to 1.0. Whoever reviews it approves it with '--approve downgrades'.",
            broken);
    }

    [Fact]
    public async Task Source_hosts()
    {
        Policy("- rule: source-hosts\n  allowed: [quay.io/a]");

        await LockAsync(null, "quay.io/a/one:1.0");
        var broken = await BrokenAsync(() => LockAsync(null, "quay.io/a/one:1.0", "ghcr.io/a/two:1.0"));

        Assert.Equal(
            "mirror/policy.yaml(3,3): error MIR2032: The rule 'source-hosts': 'ghcr.io/a/two' (images/ghcr.io/a/two:1.0) is not among the allowed sources.",
            broken);
    }

    [Fact]
    public async Task Signatures()
    {
        Policy("- rule: signatures\n  images: [quay.io/a/two]");

        await LockAsync(null, "quay.io/a/one:1.0");
        var broken = await BrokenAsync(() => LockAsync(null, "quay.io/a/one:1.0", "quay.io/a/two:1.0"));

        Assert.Matches(@"^mirror/policy\.yaml\(3,3\): error MIR2033: The rule 'signatures': 'quay\.io/a/two@sha256:[0-9a-f]{64}' \(images/quay\.io/a/two:1\.0\) has no signature in the lock\.$", broken);
    }

    [Fact]
    public async Task Growth()
    {
        var old = await BaseAsync("quay.io/a/one:1.0");
        await PushAsync("a/large", "1", ImageBuilder.Simple("large", layerSize: 1 << 20));
        Policy("- rule: growth\n  id: growth-at-once\n  maximum: 1MiB");

        await LockAsync(old, "quay.io/a/one:1.0", "quay.io/a/two:1.0");
        var broken = await BrokenAsync(() => LockAsync(old, "quay.io/a/one:1.0", "quay.io/a/large:1"));

        Assert.Equal(
            "mirror/policy.yaml(4,12): error MIR2034: The rule 'growth-at-once': the mirror grows by 2 MiB against 'old.json'; at most 1 MiB are allowed. Whoever reviews it approves it with '--approve growth-at-once'.",
            broken);
    }

    [Fact]
    public async Task Minimum_age()
    {
        var old = await BaseAsync("quay.io/a/one:1.0");
        await PushAsync("a/ripe", "1", Made(new DateTimeOffset(2025, 12, 1, 8, 0, 0, TimeSpan.Zero)));
        await PushAsync("a/fresh", "1", Made(new DateTimeOffset(2025, 12, 30, 8, 0, 0, TimeSpan.Zero)));
        Policy("- rule: minimum-age\n  minimum: 7d");

        await LockAsync(old, "quay.io/a/one:1.0", "quay.io/a/ripe:1");
        Assert.Empty(_workspace.Warnings);
        var broken = await BrokenAsync(() => LockAsync(old, "quay.io/a/one:1.0", "quay.io/a/fresh:1"));
        await LockAsync(old, "quay.io/a/one:1.0", "quay.io/a/two:1.0");

        Assert.Equal(
            "mirror/policy.yaml(3,12): error MIR2035: The rule 'minimum-age': image 'quay.io/a/fresh' 1 was made on 2025-12-30 08:00 UTC, and is old enough on 2026-01-06 08:00 UTC.",
            broken);
        Assert.Equal(
            "mirror/policy.yaml(3,12): warning MIR2720: The rule 'minimum-age': nobody tells when image 'quay.io/a/two' 1.0 was made, so its age is not known.",
            Assert.Single(_workspace.Warnings).ToString());

        static ImageContent Made(DateTimeOffset date) => new ImageBuilder { Layers = [Layer.Random("x", 100)], Created = date }.Build();
    }

    [Fact]
    public async Task Rule_that_only_warns_stops_nothing()
    {
        Policy("- rule: source-hosts\n  severity: warning\n  allowed: [quay.io]");

        await LockAsync(null, "ghcr.io/a/two:1.0");

        Assert.Equal(
            "mirror/policy.yaml(4,3): warning MIR2721: The rule 'source-hosts': 'ghcr.io/a/two' (images/ghcr.io/a/two:1.0) is not among the allowed sources.",
            Assert.Single(_workspace.Warnings).ToString());
    }

    [Fact]
    public async Task Rule_without_an_older_lock_says_so()
    {
        Policy("- rule: downgrades");
        await LockAsync(null, "quay.io/a/one:1.0");

        await CheckAsync(null);

        Assert.Contains(_workspace.Warnings, warning => warning.Code == MirrorErrors.PolicyNotJudged);
    }

    [Fact]
    public async Task Stale_lock_is_not_held_against_the_policy_so_that_it_can_be_mended()
    {
        await LockAsync(null, "ghcr.io/a/two:1.0");
        Policy("- rule: source-hosts\n  allowed: [quay.io]");

        await BrokenAsync(() => CheckAsync(null));
        await LockAsync(null, "quay.io/a/one:1.0");
    }

    [Fact]
    public async Task Broken_rule_stands_in_the_report_of_Diff()
    {
        var old = await BaseAsync("quay.io/a/one:1.0", "quay.io/a/two:1.0");
        await LockAsync(null, "quay.io/a/one:1.0");
        Policy("- rule: removals");
        using var engine = _workspace.NewEngine(Options(old));

        var broken = await BrokenAsync(() => engine.DiffAsync(Token));

        Assert.Contains("MIR2030", broken, StringComparison.Ordinal);
        Assert.Contains("### Policy\n\n- **error** The rule 'removals'", _workspace.Output("diff", "diff.md"), StringComparison.Ordinal);
        Assert.Contains("\"rule\": \"removals\"", _workspace.Output("diff", "diff.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_policy_is_told_at_its_place()
    {
        await LockAsync(null, "quay.io/a/one:1.0");
        Policy("- rule: growht");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => CheckAsync(null));

        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
        Assert.Equal("mirror/policy.yaml(2,9): error MIR1018: 'growht' is not a value of 'rule'; did you mean 'growth'?", failure.Diagnostics[0].ToString());
    }

    [Fact]
    public async Task Removal_needs_an_approval_in_a_merge_request_though_no_policy_says_so()
    {
        _workspace.Variables["PATH"] = Path.GetDirectoryName(RequiredTools.PathOf("git"))!;
        await GitAsync("init", "--quiet", "--initial-branch=main");
        await LockAsync(null, "quay.io/a/one:1.0", "quay.io/a/two:1.0");
        await CommitAsync();
        var before = await GitAsync("rev-parse", "HEAD");
        await LockAsync(null, "quay.io/a/one:1.0");
        await CommitAsync();

        await CheckAsync(null);
        _workspace.Variables["CI"] = "true";
        await CheckAsync(null);
        _workspace.Variables["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = before;
        var broken = await BrokenAsync(() => CheckAsync(null));
        await CheckAsync(null, "removals");
        Policy("- rule: removals\n  severity: off");
        await CheckAsync(null);

        Assert.Equal(
            $"error MIR2030: The rule 'removals': image 'quay.io/a/two' is no longer mirrored, which 'git:{before[..12]}' has. Whoever reviews it approves it with '--approve removals'.",
            broken);
    }

    private async Task CommitAsync()
    {
        await GitAsync("add", "imageset.yaml", "mirror.lock.json");
        await GitAsync("commit", "--quiet", "--message", "x");
    }

    private async Task<string> GitAsync(params string[] arguments) => (await ToolProcess.RunAsync(
        "git",
        ["-C", _workspace.Folder.Combine("mirror"), "-c", "user.name=t", "-c", "user.email=t@example.com", .. arguments],
        Token)).EnsureSuccess().OutputText.Trim();
}
