using System.Globalization;
using Mirror.Engine.Describing;
using Mirror.Engine.Diffing;
using Mirror.Model.Planning;
using Mirror.Model.Policies;

namespace Mirror.Engine.Policies;

/// <summary>Rules that a lock and the one before it answer by themselves.</summary>
internal static class LockRules
{
    private const int MaxFindings = 20;

    /// <summary>What <paramref name="rule"/> says of the lock. Rules that compare say nothing where there was no lock before.</summary>
    public static IReadOnlyList<PolicyFinding> Judge(PolicyRule rule, LockDiff diff)
    {
        var isFirst = diff.Old.Lock.Sources.Count == 0;
        return rule.Kind switch
        {
            PolicyRuleKind.Removals => Bound(rule, Removals(rule, diff)),
            PolicyRuleKind.Downgrades => Bound(rule, Downgrades(rule, diff)),
            PolicyRuleKind.Growth when !isFirst => Growth(rule, diff),
            _ => [],
        };
    }

    /// <summary>What <paramref name="rule"/> says of a lock alone.</summary>
    public static IReadOnlyList<PolicyFinding> Judge(PolicyRule rule, LockSnapshot snapshot) => rule.Kind switch
    {
        PolicyRuleKind.SourceHosts => Bound(rule, SourceHosts(rule, snapshot)),
        PolicyRuleKind.Signatures => Bound(rule, Signatures(rule, snapshot)),
        _ => [],
    };

    /// <summary>The first of many, and how many more there are.</summary>
    public static IReadOnlyList<PolicyFinding> Bound(PolicyRule rule, IEnumerable<PolicyFinding> findings)
    {
        var all = findings.ToList();
        return all.Count <= MaxFindings
            ? all
            : [.. all.Take(MaxFindings), new PolicyFinding(rule, string.Create(CultureInfo.InvariantCulture, $"{all.Count - MaxFindings} more of the same kind."))];
    }

    private static IEnumerable<PolicyFinding> Removals(PolicyRule rule, LockDiff diff) => diff.Changes
        .Where(change => change.Change == ChangeKind.Removed)
        .Select(change => new PolicyFinding(
            rule,
            $"{What(change)} is no longer mirrored{(change.IsLineGone ? "" : $" in {ItemNames.Versions(change.Removed, item => item.Label)}")}, which '{diff.Old.Name}' has. {Approval(rule)}"));

    private static IEnumerable<PolicyFinding> Downgrades(PolicyRule rule, LockDiff diff) => diff.Changes
        .Where(change => change.Change == ChangeKind.Downgraded)
        .Select(change => new PolicyFinding(
            rule,
            $"{What(change)} goes down from {ItemNames.Versions(change.Removed, item => item.Label)} to {ItemNames.Versions(change.Added, item => item.Label)}. {Approval(rule)}"));

    private static IReadOnlyList<PolicyFinding> Growth(PolicyRule rule, LockDiff diff)
    {
        var growth = diff.NewBytes - diff.GoneBytes;
        return growth <= rule.Maximum
            ? []
            : [new PolicyFinding(rule, $"the mirror grows by {ByteSize.Format(growth)} against '{diff.Old.Name}'; at most {ByteSize.Format(rule.Maximum)} are allowed. {Approval(rule)}", "maximum")];
    }

    private static IEnumerable<PolicyFinding> SourceHosts(PolicyRule rule, LockSnapshot snapshot)
    {
        var images = snapshot.Lock.Sources.Values.SelectMany(source => source.Images().Select(image => (Place: image.Source.Name, image.Because)));
        var others = snapshot.Lock.Sources.Values.SelectMany(source => SourceDescribers.For(source).Places(source).Select(place => (Place: place, Because: source.Key)));
        return images.Concat(others)
            .Where(found => !PlacePattern.Covers(rule.Allowed, found.Place))
            .DistinctBy(found => found.Place)
            .OrderBy(found => found.Place, StringComparer.Ordinal)
            .Select(found => new PolicyFinding(rule, $"'{found.Place}' ({found.Because}) is not among the allowed sources.", "allowed"));
    }

    // The signature of a release covers its components, whose digests stand in the signed payload; what Mirror makes nobody can have signed.
    private static IEnumerable<PolicyFinding> Signatures(PolicyRule rule, LockSnapshot snapshot) => snapshot.Lock.Sources.Values
        .SelectMany(source => source.Images())
        .Where(image => image is { IsBuilt: false, Kind: not ImageKind.ReleaseContent })
        .Where(image => (rule.Images.Count == 0 || PlacePattern.Covers(rule.Images, image.Source.Name)) && !snapshot.IsSigned(image.Digest))
        .DistinctBy(image => image.Source)
        .OrderBy(image => image.Source.ToString(), StringComparer.Ordinal)
        .Select(image => new PolicyFinding(rule, $"'{image.Source}' ({image.Because}) has no signature in the lock.", rule.Images.Count == 0 ? "" : "images"));

    private static string Approval(PolicyRule rule) => $"Whoever reviews it approves it with '--approve {rule.Id}'.";

    private static string What(ItemChange change) => $"{ItemNames.Noun(change.Kind)} '{change.Line}'{(change.Scope.Length == 0 ? "" : $" of '{change.Scope}'")}";
}
