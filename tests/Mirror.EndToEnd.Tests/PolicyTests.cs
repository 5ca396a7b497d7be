using System.Text.RegularExpressions;
using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Policies;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Each rule of a policy holds and is broken: where, with which code and exit code. Check, Lock and Diff.</summary>
public sealed partial class PolicyTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new() { Time = new ManualTimeProvider { AutoAdvance = TimeSpan.FromSeconds(20) } };
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

        var signed = ImageBuilder.Simple("signed");
        await PushAsync("a/signed", "1", signed);
        await PushAsync("a/signed", $"sha256-{signed.Digest.Hex}.sig", ImageBuilder.Simple("signature"));
        await PushAsync("a/large", "1", ImageBuilder.Simple("large", layerSize: 1 << 20));
        await PushAsync("a/ripe", "1", Made(new DateTimeOffset(2025, 12, 1, 8, 0, 0, TimeSpan.Zero)));
        await PushAsync("a/fresh", "1", Made(new DateTimeOffset(2025, 12, 30, 8, 0, 0, TimeSpan.Zero)));

        static ImageContent Made(DateTimeOffset date) => new ImageBuilder { Layers = [Layer.Random("x", 100)], Created = date }.Build();
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    private Task PushAsync(string repository, string tag, ImageContent image) => _source.Client.PushImageAsync(_source.BaseUri, repository, tag, image, Token);

    private string PolicyPath => _workspace.Folder.Combine("mirror", "policy.yaml");

    private void Policy(string rule) => _workspace.Folder.WriteFile("mirror/policy.yaml", $"rules:\n{rule}\n");

    /// <summary>Locks <paramref name="images"/> without a policy, and keeps that as the older lock.</summary>
    private async Task<BaseFile> BaseAsync(params string[] images)
    {
        await LockAsync(null, images);
        return KeepLock();
    }

    private BaseFile KeepLock()
    {
        var copy = _workspace.Folder.Combine("old.json");
        File.Copy(_workspace.Folder.Combine("mirror", "mirror.lock.json"), copy);
        return new BaseFile(copy);
    }

    private async Task LockAsync(BaseReference? with, params string[] images)
    {
        _workspace.Configure([.. images.Select(image => $"name: {image}")]);
        await LockAsync(with);
    }

    private async Task LockAsync(BaseReference? with)
    {
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

    private async Task DiffAsync(BaseReference? with)
    {
        using var engine = _workspace.NewEngine(Options(with));
        await engine.DiffAsync(Token);
    }

    private static async Task<string> BrokenAsync(Func<Task> run)
    {
        var failure = await Assert.ThrowsAsync<MirrorException>(run);
        Assert.Equal(ExitCode.Policy, failure.ExitCode);
        return Assert.Single(failure.Diagnostics).ToString();
    }

    public static TheoryData<PolicyRuleKind, PolicySeverity> Rules => new(
        from kind in Enum.GetValues<PolicyRuleKind>()
        from severity in (PolicySeverity[])[PolicySeverity.Error, PolicySeverity.Warning]
        select (kind, severity));

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Rule_is_kept_and_broken(PolicyRuleKind kind, PolicySeverity severity)
    {
        var rule = PolicyCase.Of(kind);
        BaseFile? old = null;
        if (rule.Old.Length > 0)
        {
            _workspace.ConfigureMirror(rule.Old);
            await LockAsync(null);
            old = KeepLock();
        }

        foreach (var step in rule.Steps)
        {
            await StandAsync(rule.Keeps, step);
            Write();
            await RunAsync(step);
            Assert.Empty(_workspace.Warnings);

            await StandAsync(rule.Breaks, step);
            Write();
            var before = old is null ? "" : _workspace.LockText;
            var failure = await Record.ExceptionAsync(() => RunAsync(step));

            var found = failure is MirrorException broken ? broken.Diagnostics.Single() : Assert.Single(_workspace.Warnings);
            var expected = severity == PolicySeverity.Error ? $"error {rule.Code}" : "warning MIR2721";
            Assert.Equal($"mirror/policy.yaml{rule.Place}: {expected}: {rule.Message}", Digests().Replace(found.ToString(), "DIGEST"));
            Assert.Equal(severity == PolicySeverity.Error ? ExitCode.Policy : null, (failure as MirrorException)?.ExitCode);
            Assert.Equal(severity == PolicySeverity.Error || step != "Lock", old is null || before == _workspace.LockText);
            _workspace.Warnings.Clear();
        }

        void Write() => Policy($"- rule: {kind.ToWord()}{rule.Settings}\n  severity: {severity.ToString().ToLowerInvariant()}");

        // Check and Diff judge a lock that stands; it got there while there was no policy.
        async Task StandAsync(string mirror, string step)
        {
            File.Delete(PolicyPath);
            _workspace.ConfigureMirror(mirror);
            if (old is not null && step != "Lock")
            {
                await LockAsync(null);
            }
        }

        Task RunAsync(string step) => step switch
        {
            "Lock" => LockAsync(old),
            "Check" => CheckAsync(old),
            _ => DiffAsync(old),
        };
    }

    [Fact]
    public async Task Removal_is_locked_when_it_is_approved()
    {
        var old = await BaseAsync("quay.io/a/one:1.0", "quay.io/a/two:1.0");
        Policy("- rule: removals");
        await BrokenAsync(() => LockAsync(old, "quay.io/a/one:1.0"));
        using var engine = _workspace.NewEngine(Options(old, "removals"));

        await engine.ResolveAsync(Token);
        await engine.LockAsync(Token);

        Assert.DoesNotContain("quay.io/a/two", _workspace.LockText, StringComparison.Ordinal);
        await BrokenAsync(() => CheckAsync(old));
        await CheckAsync(old, "removals");
    }

    [Fact]
    public async Task Age_that_nobody_tells_is_a_warning()
    {
        var old = await BaseAsync("quay.io/a/one:1.0");
        Policy("- rule: minimum-age\n  minimum: 7d");

        await LockAsync(old, "quay.io/a/one:1.0", "quay.io/a/two:1.0");

        Assert.Equal(
            "mirror/policy.yaml(3,12): warning MIR2720: The rule 'minimum-age': nobody tells when image 'quay.io/a/two' 1.0 was made, so its age is not known.",
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

    [Theory]
    [InlineData("policy.yml")]
    [InlineData("policies.yaml")]
    [InlineData("polcy.yaml")]
    public async Task Policy_under_another_name_is_refused_before_it_is_taken_for_none(string name)
    {
        await LockAsync(null, "quay.io/a/one:1.0");
        _workspace.Folder.WriteFile($"mirror/{name}", "rules:\n- rule: removals\n");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => CheckAsync(null));

        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
        Assert.Equal($"error MIR1090: 'mirror/{name}' is not read, so its rules would not hold. Call it 'policy.yaml'.", Assert.Single(failure.Diagnostics).ToString());
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

    [Theory]
    [InlineData("removal", "The value 'removal' of '--approve' is not valid: did you mean 'removals'?")]
    [InlineData("growth-at-onse", "The value 'growth-at-onse' of '--approve' is not valid: did you mean 'growth-at-once'?")]
    [InlineData("yes", "The value 'yes' of '--approve' is not valid: it is no rule of the policy; known are 'removals', 'downgrades', 'growth', 'growth-at-once'.")]
    [InlineData("hosts", "The value 'hosts' of '--approve' is not valid: nobody can approve what a rule of the kind 'source-hosts' finds; known are 'removals', 'downgrades', 'growth', 'growth-at-once'.")]
    public async Task Misspelt_approval_is_an_error(string approval, string message)
    {
        _workspace.ConfigureMirror("additionalImages:\n- name: quay.io/a/one:1.0");
        Policy("- rule: growth\n  id: growth-at-once\n  maximum: 1GiB\n- rule: source-hosts\n  id: hosts\n  allowed: [quay.io]");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => CheckAsync(null, approval));
        await CheckAsync(null, "removals", "growth-at-once");

        Assert.Equal(("MIR9003", ExitCode.Configuration, message), (failure.Diagnostics[0].Code.Id, failure.ExitCode, Assert.Single(failure.Diagnostics).Message));
    }

    [Fact]
    public async Task Misspelt_approval_is_an_error_without_a_policy_too()
    {
        _workspace.ConfigureMirror("additionalImages:\n- name: quay.io/a/one:1.0");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => CheckAsync(null, "downgrade"));
        await CheckAsync(null, "downgrades");

        Assert.Equal("The value 'downgrade' of '--approve' is not valid: did you mean 'downgrades'?", Assert.Single(failure.Diagnostics).Message);
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

    [GeneratedRegex("sha256:[0-9a-f]{64}")]
    private static partial Regex Digests();
}
