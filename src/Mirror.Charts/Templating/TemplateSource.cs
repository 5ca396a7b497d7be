using System.Text;

namespace Mirror.Charts.Templating;

/// <summary>The text of a template with the name that its errors are reported under.</summary>
/// <param name="Chart">Name of the chart that is rendered.</param>
/// <param name="Name">Path as Helm prints it.</param>
/// <param name="Text">The whole text.</param>
internal sealed record TemplateSource(string Chart, string Name, string Text)
{
    public ChartPosition PositionOf(int offset)
    {
        var before = Text.AsSpan(0, Math.Clamp(offset, 0, Text.Length));
        var lineStart = before.LastIndexOf('\n') + 1;
        return new ChartPosition(Chart, Name, before.Count('\n') + 1, Encoding.UTF8.GetByteCount(before[lineStart..]) + 1);
    }

    public ChartException SyntaxError(int offset, string reason) => new(ChartFailure.Syntax, reason, PositionOf(offset));
}
