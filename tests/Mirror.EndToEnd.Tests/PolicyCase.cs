using Mirror.Model.Policies;

namespace Mirror.EndToEnd.Tests;

/// <summary>A rule of <c>policy.yaml</c>, a mirror that keeps it, and one that breaks it.</summary>
/// <param name="Settings">What stands below <c>rule:</c>.</param>
/// <param name="Old">The older lock's mirror; empty where the rule looks at the configuration alone.</param>
/// <param name="Keeps">What stands below <c>mirror:</c>.</param>
/// <param name="Breaks">The same, broken.</param>
/// <param name="Steps">The steps that judge it.</param>
/// <param name="Place">Line and column in the policy.</param>
/// <param name="Code">Of severity error.</param>
/// <param name="Message">With <c>DIGEST</c> for digests.</param>
internal sealed record PolicyCase(string Settings, string Old, string Keeps, string Breaks, string[] Steps, string Place, string Code, string Message)
{
    private static readonly string[] Everywhere = ["Lock", "Check", "Diff"];

    private static readonly Dictionary<PolicyRuleKind, PolicyCase> All = new()
    {
        [PolicyRuleKind.Removals] = new(
            "\n  message: Ask in the channel.",
            Images("quay.io/a/one:1.0", "quay.io/a/two:1.0"),
            Images("quay.io/a/one:1.0", "quay.io/a/two:2.0"),
            Images("quay.io/a/one:1.0"),
            Everywhere,
            "(2,9)",
            "MIR2030",
            "The rule 'removals': image 'quay.io/a/two' is no longer mirrored, which 'old.json' has. Whoever reviews it approves it with '--approve removals'. Ask in the channel."),
        [PolicyRuleKind.Downgrades] = new(
            "",
            Images("quay.io/a/one:1.0", "quay.io/a/two:2.0"),
            Images("quay.io/a/one:2.0", "quay.io/a/two:2.0"),
            Images("quay.io/a/one:1.0", "quay.io/a/two:1.0"),
            Everywhere,
            "(2,9)",
            "MIR2031",
            "The rule 'downgrades': image 'quay.io/a/two' goes down from 2.0 to 1.0. Whoever reviews it approves it with '--approve downgrades'."),
        [PolicyRuleKind.SourceHosts] = new(
            "\n  allowed: [quay.io/a]",
            Images("quay.io/a/one:1.0"),
            Images("quay.io/a/one:1.0", "quay.io/a/two:1.0"),
            Images("quay.io/a/one:1.0", "ghcr.io/a/two:1.0"),
            Everywhere,
            "(3,3)",
            "MIR2032",
            "The rule 'source-hosts': 'ghcr.io/a/two' (images/ghcr.io/a/two:1.0) is not among the allowed sources."),
        [PolicyRuleKind.Signatures] = new(
            "",
            Images("quay.io/a/signed:1"),
            Images("quay.io/a/signed:1"),
            Images("quay.io/a/signed:1", "quay.io/a/two:1.0"),
            Everywhere,
            "(2,9)",
            "MIR2033",
            "The rule 'signatures': 'quay.io/a/two@DIGEST' (images/quay.io/a/two:1.0) has no signature in the lock."),
        [PolicyRuleKind.Growth] = new(
            "\n  id: growth-at-once\n  maximum: 1MiB",
            Images("quay.io/a/one:1.0"),
            Images("quay.io/a/one:1.0", "quay.io/a/two:1.0"),
            Images("quay.io/a/one:1.0", "quay.io/a/large:1"),
            Everywhere,
            "(4,12)",
            "MIR2034",
            "The rule 'growth-at-once': the mirror grows by 2 MiB against 'old.json'; at most 1 MiB are allowed. Whoever reviews it approves it with '--approve growth-at-once'."),
        // Check and Diff ask no source for dates.
        [PolicyRuleKind.MinimumAge] = new(
            "\n  minimum: 7d",
            Images("quay.io/a/one:1.0"),
            Images("quay.io/a/one:1.0", "quay.io/a/ripe:1"),
            Images("quay.io/a/one:1.0", "quay.io/a/fresh:1"),
            ["Lock"],
            "(3,12)",
            "MIR2035",
            "The rule 'minimum-age': image 'quay.io/a/fresh' 1 was made on 2025-12-30 08:00 UTC, and is old enough on 2026-01-06 08:00 UTC."),
        [PolicyRuleKind.PinnedRanges] = new(
            "",
            "",
            "platform:\n  channels:\n  - {name: stable-4.20, minVersion: 4.20.8, maxVersion: 4.20.8}",
            "platform:\n  channels:\n  - {name: stable-4.20, minVersion: 4.20.8, maxVersion: 4.20.9}",
            ["Check"],
            "(2,9)",
            "MIR2036",
            "The rule 'pinned-ranges': the channel 'stable-4.20' at mirror/imageset.yaml(6,7) is not pinned to one version; give it the same 'minVersion' and 'maxVersion'."),
    };

    public static PolicyCase Of(PolicyRuleKind kind) => All[kind];

    private static string Images(params string[] images) => $"additionalImages:\n{string.Join('\n', images.Select(image => $"- name: {image}"))}";
}
