using Mirror.Engine.Connecting;
using Mirror.Engine.Diffing;
using Mirror.Engine.Locking;
using Mirror.Engine.Options;
using Mirror.Model.Locking;
using Mirror.Model.Policies;

namespace Mirror.Engine.Policies;

/// <summary>
/// Holds configuration and lock against the rules of <c>policy.yaml</c>. Check judges the lock that stands; Lock the one that is to be written, and asks the
/// sources for dates; Diff puts what it finds into the report.
/// </summary>
internal sealed class PolicyGate(MirrorOptions options, MirrorEnvironment environment, LockStorage storage, LockBaseReader bases, Connections connections)
{
    private static readonly PolicyRuleKind[] Comparing = [PolicyRuleKind.Removals, PolicyRuleKind.Downgrades, PolicyRuleKind.Growth, PolicyRuleKind.MinimumAge];

    private bool IsCi => CiVariable.IsSet(environment.Host.Find);

    // A lock that is about to be made anew is judged when it is made.
    private bool JudgesStandingLock => options.LockMode != LockMode.Refresh && options.UpdateNames.Count == 0;

    /// <summary>Judges the configuration, and the lock if it answers the configuration.</summary>
    /// <exception cref="MirrorException">Exit 8: one error for each finding of a rule with severity error.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (options.UsesArchiveLock)
        {
            // What archives bring was judged where it was locked.
            return;
        }

        var rules = await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (rules.Count == 0)
        {
            return;
        }

        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        var findings = rules.Where(rule => rule.Kind == PolicyRuleKind.PinnedRanges).SelectMany(rule => PinnedRanges.Judge(rule, configuration)).ToList();
        if (JudgesStandingLock
            && await storage.FindAsync(cancellationToken).ConfigureAwait(false) is { } lockFile
            && (await new LockReasons(options, _ => { }).FindAsync(storage.Considered(lockFile), ExpectedSources.Of(configuration), cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            findings.AddRange(await JudgeAsync(rules, lockFile, @base: null, isOnline: false, cancellationToken).ConfigureAwait(false));
        }

        Enforce(findings);
    }

    /// <summary>Judges the lock that Lock is about to write, or the one that it leaves as it is.</summary>
    /// <exception cref="MirrorException">Exit 8, as <see cref="CheckAsync"/>.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (options.UsesArchiveLock)
        {
            return;
        }

        var rules = await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (rules.Count == 0)
        {
            return;
        }

        var standing = await storage.FindAsync(cancellationToken).ConfigureAwait(false);
        var coming = LockedMode.IsOn(options) ? standing : await storage.FindCandidateAsync(cancellationToken).ConfigureAwait(false);
        if (coming is null)
        {
            return;
        }

        if (JudgesStandingLock && standing is not null && await storage.FindNotCanonicalAsync(coming, cancellationToken).ConfigureAwait(false) is null)
        {
            // Check has told everything but the age, which it can ask nobody about.
            rules = [.. rules.Where(rule => rule.Kind == PolicyRuleKind.MinimumAge)];
        }

        var fallback = standing is null ? null : new LockBase(storage.DisplayName, standing);
        Enforce(await JudgeAsync(rules, coming, fallback, isOnline: options.LockMode != LockMode.Frozen, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What the rules say of a comparison; nothing is thrown or told.</summary>
    public async Task<IReadOnlyList<PolicyFinding>> FindAsync(LockDiff diff, CancellationToken cancellationToken)
    {
        var rules = await LoadAsync(cancellationToken).ConfigureAwait(false);
        return await JudgeAsync(rules, diff, isOnline: false, tellsUnknown: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells warnings and ends the target if there are errors.</summary>
    /// <exception cref="MirrorException">Exit 8.</exception>
    public void Enforce(IReadOnlyList<PolicyFinding> findings)
    {
        foreach (var warning in findings.Where(finding => !finding.IsError))
        {
            environment.Warn(warning.ToDiagnostic());
        }

        var errors = findings.Where(finding => finding.IsError).Select(finding => finding.ToDiagnostic()).ToList();
        if (errors.Count > 0)
        {
            throw new MirrorException(errors);
        }
    }

    private async Task<IReadOnlyList<PolicyRule>> LoadAsync(CancellationToken cancellationToken)
    {
        var rules = await PolicyLoader.LoadAsync(options, IsCi, environment.Warn, cancellationToken).ConfigureAwait(false);
        Approvals.Ensure(options, rules);
        return [.. rules.Where(rule => rule.Severity != PolicySeverity.Off)];
    }

    private async Task<IReadOnlyList<PolicyFinding>> JudgeAsync(
        IReadOnlyList<PolicyRule> rules,
        LockFile lockFile,
        LockBase? @base,
        bool isOnline,
        CancellationToken cancellationToken)
    {
        var now = new LockSnapshot(storage.DisplayName, lockFile);
        var old = rules.Any(rule => Comparing.Contains(rule.Kind)) ? await bases.FindAsync(cancellationToken).ConfigureAwait(false) ?? @base : null;
        if (old is not null)
        {
            var diff = LockComparison.Compare(new LockSnapshot(old.Name, old.Lock), now);
            return await JudgeAsync(rules, diff, isOnline, tellsUnknown: isOnline, cancellationToken).ConfigureAwait(false);
        }

        // A rule that somebody wrote must not be passed over in silence; the one that is on by default only holds where there is something to compare with.
        var unjudged = rules.Where(rule => Comparing.Contains(rule.Kind) && rule.Span.Line > 0)
            .Select(rule => new PolicyFinding(rule, $"'{storage.DisplayName}' is in no git repository and '--base' names nothing, so there is no older lock to compare it with.", IsUnknown: true));
        return [.. unjudged, .. rules.SelectMany(rule => LockRules.Judge(rule, now))];
    }

    private async Task<IReadOnlyList<PolicyFinding>> JudgeAsync(
        IReadOnlyList<PolicyRule> rules,
        LockDiff diff,
        bool isOnline,
        bool tellsUnknown,
        CancellationToken cancellationToken)
    {
        var findings = new List<PolicyFinding>();
        foreach (var rule in rules.Where(rule => !IsApproved(rule)))
        {
            findings.AddRange(LockRules.Judge(rule, diff));
            findings.AddRange(LockRules.Judge(rule, diff.New));
            if (rule.Kind == PolicyRuleKind.MinimumAge)
            {
                var dates = new ImageDates(connections.Store, isOnline ? connections.Sources : null);
                findings.AddRange(await new MinimumAge(dates, environment.TimeProvider).JudgeAsync(rule, diff, tellsUnknown, cancellationToken).ConfigureAwait(false));
            }
        }

        return findings;
    }

    private bool IsApproved(PolicyRule rule) =>
        PolicyWords.Approvable.Contains(rule.Kind.ToWord()) && (options.Approvals.Contains(rule.Id, StringComparer.Ordinal) || options.Approvals.Contains(rule.Kind.ToWord(), StringComparer.Ordinal));
}
