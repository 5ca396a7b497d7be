using System.Globalization;
using System.Text;
using System.Text.Json;
using Mirror.Engine.Describing;
using Mirror.Engine.Reporting;

namespace Mirror.Engine.Outdated;

/// <summary>What is beyond the lock, for people and for machines.</summary>
/// <param name="Mirror">Its name.</param>
/// <param name="Drifts">In the order of the report.</param>
/// <param name="Unanswered">Why sources could not be asked, as sentences.</param>
internal sealed record OutdatedReport(string Mirror, IReadOnlyList<Drift> Drifts, IReadOnlyList<string> Unanswered)
{
    private const string NotAsked = "Not asked: the source did not answer";

    private const int MaxShown = 200;

    /// <summary>For a terminal.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Mirror}: {Summary()}\n");
        foreach (var section in Drifts.GroupBy(drift => drift.Kind))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Heading(section.Key)}\n");
            foreach (var drift in section.Take(MaxShown))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {ItemNames.Noun(drift.Item)} {drift.Line}{(drift.Scope.Length == 0 ? "" : $" of {drift.Scope}")}: {Change(drift)}{(drift.Link is null ? "" : $"  {drift.Link}")}\n");
            }

            AppendRest(text, section.Count());
        }

        if (Unanswered.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{NotAsked}\n");
            foreach (var reason in Unanswered.Take(MaxShown))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {reason}\n");
            }

            AppendRest(text, Unanswered.Count);
        }

        return text.ToString();
    }

    /// <summary>For an issue or a chat.</summary>
    public string Markdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## What is beyond the lock of the mirror {Reporting.Markdown.Code(Mirror)}\n\n{Summary()}\n");
        foreach (var section in Drifts.GroupBy(drift => drift.Kind))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {Heading(section.Key)}\n\n| what | locked | now |\n| --- | --- | --- |\n");
            foreach (var drift in section.Take(MaxShown))
            {
                var what = $"{ItemNames.Noun(drift.Item)} {Reporting.Markdown.Code(drift.Line)}{(drift.Scope.Length == 0 ? "" : $" of {Reporting.Markdown.Code(drift.Scope)}")}";
                var now = drift.Now.Length == 0 ? "nothing"
                    : drift.Link is null ? Reporting.Markdown.Code(drift.Now)
                    : $"[{Reporting.Markdown.Escape(drift.Now)}]({Reporting.Markdown.Target(drift.Link)})";
                text.Append(CultureInfo.InvariantCulture, $"| {what} | {(drift.Locked.Length == 0 ? "nothing" : Reporting.Markdown.Code(drift.Locked))} | {now} |\n");
            }

            AppendRest(text, section.Count());
        }

        if (Unanswered.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {NotAsked}\n\n");
            foreach (var reason in Unanswered.Take(MaxShown))
            {
                text.Append(CultureInfo.InvariantCulture, $"- {Reporting.Markdown.Escape(reason)}\n");
            }

            AppendRest(text, Unanswered.Count);
        }

        return text.ToString();
    }

    /// <summary>For machines: all of it. Fields are only ever added.</summary>
    public byte[] Json() => IndentedJson.Object(json =>
    {
        json.WriteString("mirror", Mirror);
        json.Objects("drifts", Drifts, drift =>
        {
            json.WriteString("drift", JsonNamingPolicy.CamelCase.ConvertName(drift.Kind.ToString()));
            json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(drift.Item.ToString()));
            json.OptionalText("scope", drift.Scope);
            json.WriteString("name", drift.Line);
            json.OptionalText("locked", drift.Locked);
            json.OptionalText("now", drift.Now);
            json.OptionalText("link", drift.Link);
        });
        json.Texts("unanswered", Unanswered);
    });

    /// <summary>One sentence.</summary>
    public string Summary() => Unanswered.Count == 0 ? Summary(Drifts)
        : $"{(Drifts.Count == 0 ? "The sources that answered have nothing beyond the lock" : Summary(Drifts).TrimEnd('.'))}; {Counted.Of(Unanswered.Count, "question", "questions")} to sources had no answer.";

    /// <summary>What was found, in one sentence.</summary>
    public static string Summary(IReadOnlyList<Drift> drifts) => drifts.Count == 0
        ? "The sources have nothing beyond the lock."
        : $"{string.Join(", ", drifts.CountBy(drift => drift.Kind).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key.ToString().ToLowerInvariant()}")))} since the lock was written.";

    private static string Heading(DriftKind kind) => kind switch
    {
        DriftKind.Vanished => "Vanished: the source no longer has it",
        DriftKind.Moved => "Moved: the name stands for other content",
        DriftKind.Newer => "Newer: the source has a later version",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string Change(Drift drift) => drift.Kind switch
    {
        DriftKind.Vanished => drift.Locked,
        _ => drift.Locked.Length == 0 ? drift.Now : $"{drift.Locked} -> {drift.Now}",
    };

    private static void AppendRest(StringBuilder text, int count)
    {
        if (count > MaxShown)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nand {count - MaxShown} more, which 'outdated.json' lists.\n");
        }
    }
}
