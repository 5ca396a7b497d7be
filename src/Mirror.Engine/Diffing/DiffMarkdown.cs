using System.Globalization;
using System.Text;
using Mirror.Engine.Describing;
using Mirror.Engine.Policies;
using Mirror.Engine.Reporting;

namespace Mirror.Engine.Diffing;

/// <summary>The report for a merge request, in the Markdown that GitLab and GitHub share.</summary>
internal static class DiffMarkdown
{
    // A note may have a million characters in GitLab and 65,536 in GitHub.
    private const int MaxImages = 100;

    public static string Write(string mirror, LockDiff diff, IReadOnlyList<PolicyFinding> findings)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## What changes in the mirror {Code(mirror)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"The mirror copies images from their sources into a registry of our own. This is what {Code(diff.New.Name)} changes there, compared with {Code(diff.Old.Name)}.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"**{DiffWords.Counts(diff)}** {DiffWords.Sizes(diff)}\n");
        AppendFindings(text, findings);
        foreach (var section in diff.Changes.GroupBy(change => change.Change))
        {
            AppendSection(text, section.Key, [.. section]);
        }

        AppendRisks(text, diff);
        AppendSignatures(text, diff);
        AppendImages(text, Counted.Of(diff.NewImages.Count, "new image", "new images"), diff.NewImages);
        AppendImages(text, $"{Counted.Images(diff.GoneImages.Count)} no longer needed", diff.GoneImages);
        if (diff.NewImages.Count + diff.GoneImages.Count > 0)
        {
            text.Append("\n<sub>Each image counts once, with all its layers. Layers that images have in common are sent and stored once, so the real figures are lower.</sub>\n");
        }

        return text.ToString();
    }

    private static void AppendFindings(StringBuilder text, IReadOnlyList<PolicyFinding> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        text.Append("\n### Policy\n\n");
        foreach (var finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **{(finding.IsError ? "error" : "warning")}** {Markdown.Escape(finding.ToDiagnostic().Message)}\n");
        }
    }

    private static void AppendSection(StringBuilder text, ChangeKind change, List<ItemChange> changes)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {DiffWords.Heading(change)}\n\n");
        if (DiffWords.Explanation(change) is { } explanation)
        {
            text.Append(explanation).Append("\n\n");
        }

        // A column that nothing stands in only takes room.
        var hasLinks = changes.Exists(item => Links(item).Length > 0);
        AppendRow(text, Cells("what", "removed", "still mirrored", "before", change == ChangeKind.Added ? "added" : "now", "see"));
        AppendRow(text, Cells("---", "---", "---", "---", "---", "---"));
        foreach (var item in changes)
        {
            var removed = Versions(item, item.Removed);
            AppendRow(text, Cells(What(item), removed, item.Kept.Count == 0 ? "nothing" : Versions(item, item.Kept), removed, Versions(item, item.Added), Links(item)));
        }

        string[] Cells(string what, string removed, string kept, string before, string now, string see) => change switch
        {
            ChangeKind.Removed => [what, removed, kept],
            ChangeKind.Added => hasLinks ? [what, now, see] : [what, now],
            _ => hasLinks ? [what, before, now, see] : [what, before, now],
        };
    }

    private static void AppendRow(StringBuilder text, string[] cells) => text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |\n");

    private static string Versions(ItemChange change, IReadOnlyList<LockedItem> items) =>
        ItemNames.Versions(items, version => Code(DiffWords.Label(change, version)));

    private static void AppendRisks(StringBuilder text, LockDiff diff)
    {
        var risks = DiffWords.Risks(diff).ToList();
        if (risks.Count == 0)
        {
            return;
        }

        text.Append("\n### Known risks of new versions\n\nThe update service warns some clusters before they update to these.\n\n");
        foreach (var (change, item, risk) in risks)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {What(change)} {Code(item.Version)}, **{Markdown.Escape(risk.Name)}**: {Markdown.Escape(risk.Message)}{(risk.Link is null ? "" : $" ({Link(risk.Link)})")}\n");
        }
    }

    private static void AppendSignatures(StringBuilder text, LockDiff diff)
    {
        var signed = DiffWords.Signed(diff);
        if (signed is null && diff.Signatures.Count == 0)
        {
            return;
        }

        text.Append("\n### Signatures\n");
        if (signed is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{signed}\n");
        }

        if (diff.Signatures.Count > 0)
        {
            text.Append("\nImages that stay, and what refers to them:\n\n");
            AppendRow(text, ["image", "lost", "gained"]);
            AppendRow(text, ["---", "---", "---"]);
        }

        foreach (var change in diff.Signatures.Take(MaxImages))
        {
            AppendRow(text, [Code(change.Image.ToString()), string.Join(", ", change.Lost.Select(Code)), string.Join(", ", change.Gained.Select(Code))]);
        }

        AppendRest(text, diff.Signatures.Count);
    }

    private static void AppendRest(StringBuilder text, int count)
    {
        if (count > MaxImages)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nand {count - MaxImages} more, which 'diff.json' lists.\n");
        }
    }

    private static void AppendImages(StringBuilder text, string title, IReadOnlyList<ImageShare> images)
    {
        if (images.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n<details>\n<summary>{title}</summary>\n\n| image | size |\n| --- | ---: |\n");
        foreach (var image in images.Take(MaxImages))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Code(image.Image.ToString())} | {ByteSize.Format(image.Size)} |\n");
        }

        AppendRest(text, images.Count);
        text.Append("\n</details>\n");
    }

    private static string What(ItemChange change) =>
        $"{ItemNames.Noun(change.Kind)} {Code(change.Line)}{(change.Scope.Length == 0 ? "" : $" of {Code(change.Scope)}")}";

    private static string Links(ItemChange change) => string.Join(", ", change.Added.Select(item => item.Link).OfType<string>().Distinct().Select(Link));

    private static string Link(string link) => $"[{Markdown.Escape(ItemNames.LinkName(link))}]({Markdown.Target(link)})";

    private static string Code(string text) => Markdown.Code(text);
}
