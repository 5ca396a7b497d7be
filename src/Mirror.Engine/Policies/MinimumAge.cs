using System.Globalization;
using Mirror.Engine.Describing;
using Mirror.Engine.Diffing;
using Mirror.Model.Policies;

namespace Mirror.Engine.Policies;

/// <summary>The rule that new content has been published for a while. Judges what the older lock lacks: what is there already was judged when it came.</summary>
internal sealed class MinimumAge(ImageDates dates, TimeProvider time)
{
    private const int Parallelism = 16;

    /// <param name="tellsUnknown">Whether to say of which content nobody knows the date; where nobody was asked, that says nothing.</param>
    public async Task<IReadOnlyList<PolicyFinding>> JudgeAsync(PolicyRule rule, LockDiff diff, bool tellsUnknown, CancellationToken cancellationToken)
    {
        var items = diff.Changes.SelectMany(change => change.Added.Select(item => (Change: change, Item: item)))
            .Where(added => added.Item.Kind is not (ItemKind.ReleaseChannel or ItemKind.OperatorChannel))
            .Where(added => rule.Images.Count == 0 || (added.Item.Image is { } image && PlacePattern.Covers(rule.Images, image.Image.Name)))
            .ToList();
        var findings = new PolicyFinding?[items.Count];
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, items.Count, degree, async (i, token) =>
        {
            var (change, item) = items[i];
            var date = item.Image is null ? null : await dates.FindAsync(item.Image.Image, token).ConfigureAwait(false);
            findings[i] = Judge(rule, change, item, date);
        }).ConfigureAwait(false);
        return LockRules.Bound(rule, findings.OfType<PolicyFinding>().Where(finding => tellsUnknown || !finding.IsUnknown));
    }

    private PolicyFinding? Judge(PolicyRule rule, ItemChange change, LockedItem item, DateTimeOffset? date)
    {
        var what = $"{ItemNames.Noun(change.Kind)} '{change.Line}' {item.Label}";
        if (date is null)
        {
            return new PolicyFinding(rule, $"nobody tells when {what} was made, so its age is not known.", "minimum", IsUnknown: true);
        }

        var ready = date.Value + rule.Minimum;
        return ready <= time.GetUtcNow()
            ? null
            : new PolicyFinding(
                rule,
                string.Create(CultureInfo.InvariantCulture, $"{what} was made on {date.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and is old enough on {ready.UtcDateTime:yyyy-MM-dd HH:mm} UTC."),
                "minimum");
    }
}
