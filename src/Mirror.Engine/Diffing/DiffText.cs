using System.Globalization;
using System.Text;
using Mirror.Engine.Describing;
using Mirror.Engine.Policies;

namespace Mirror.Engine.Diffing;

/// <summary>The report for a terminal.</summary>
internal static class DiffText
{
    public static string Write(string mirror, LockDiff diff, IReadOnlyList<PolicyFinding> findings)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{mirror}: '{diff.New.Name}' compared with '{diff.Old.Name}'\n");
        if (findings.Count > 0)
        {
            text.Append("\nPolicy\n");
        }

        foreach (var finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {finding.ToDiagnostic()}\n");
        }

        foreach (var section in diff.Changes.GroupBy(change => change.Change))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{DiffWords.Heading(section.Key)}\n");
            foreach (var change in section)
            {
                AppendChange(text, change);
            }
        }

        AppendRisks(text, diff);
        AppendSignatures(text, diff);
        text.Append(CultureInfo.InvariantCulture, $"\n{DiffWords.Counts(diff)} {DiffWords.Sizes(diff)}\n");
        return text.ToString();
    }

    private static void AppendChange(StringBuilder text, ItemChange change)
    {
        var scope = change.Scope.Length == 0 ? "" : $" of {change.Scope}";
        var removed = ItemNames.Versions(change.Removed, item => DiffWords.Label(change, item));
        var added = ItemNames.Versions(change.Added, item => DiffWords.Label(change, item));
        var versions = change.Change switch
        {
            ChangeKind.Removed when change.Kept.Count > 0 => $"{removed}; still mirrored: {ItemNames.Versions(change.Kept, item => item.Label)}",
            ChangeKind.Removed => removed,
            ChangeKind.Added => added,
            _ => $"{removed} -> {added}",
        };
        var links = string.Join(' ', change.Added.Select(item => item.Link).OfType<string>().Distinct());
        text.Append(CultureInfo.InvariantCulture, $"  {ItemNames.Noun(change.Kind)} {change.Line}{scope}: {versions}{(links.Length == 0 ? "" : $"  {links}")}\n");
    }

    private static void AppendSignatures(StringBuilder text, LockDiff diff)
    {
        var signed = DiffWords.Signed(diff);
        if (signed is null && diff.Signatures.Count == 0)
        {
            return;
        }

        text.Append("\nSignatures\n");
        foreach (var change in diff.Signatures)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {change.Image}");
            text.Append(change.Lost.Count == 0 ? "" : $" lost {string.Join(", ", change.Lost)};").Append(change.Gained.Count == 0 ? "" : $" gained {string.Join(", ", change.Gained)}");
            text.Append('\n');
        }

        if (signed is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {signed}\n");
        }
    }

    private static void AppendRisks(StringBuilder text, LockDiff diff)
    {
        var risks = DiffWords.Risks(diff).ToList();
        if (risks.Count == 0)
        {
            return;
        }

        text.Append("\nKnown risks of new versions\n");
        foreach (var (change, item, risk) in risks)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {ItemNames.Noun(change.Kind)} {item.Version}, {risk.Name}: {risk.Message.ReplaceLineEndings(" ")}{(risk.Link is null ? "" : $"  {risk.Link}")}\n");
        }
    }
}
