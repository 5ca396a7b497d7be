using System.Text;
using Mirror.Charts.Rendering;
using Mirror.Charts.Values;

namespace Mirror.Charts.Discovery;

/// <summary>Prints a template of several parts, as kubectl does: the values of one expression with spaces between them.</summary>
internal static class JsonPathTemplate
{
    private const int MaxText = 1_000_000;

    public static string Print(IReadOnlyList<JsonPathPart> parts, object? document)
    {
        var text = new StringBuilder();
        Print(text, parts, document);
        return text.ToString();
    }

    private static void Print(StringBuilder text, IReadOnlyList<JsonPathPart> parts, object? value)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case JsonPathText { Text: var literal }:
                    text.Append(literal);
                    break;
                case JsonPathRange range:
                    foreach (var (_, element) in range.Over.Evaluate(value))
                    {
                        Print(text, range.Body, element);
                    }

                    break;
                case JsonPathExpression expression:
                    text.AppendJoin(' ', expression.Evaluate(value).Select(found => Show(found.Value)));
                    break;
            }

            if (text.Length > MaxText)
            {
                throw new ChartException(ChartFailure.Limit, $"An image path prints more than {MaxText} characters of one document.");
            }
        }
    }

    private static string Show(object? value) => value switch
    {
        string text => text,
        GoMap or GoList => "",
        _ => GoFormat.Print(value, new RenderBudget(new RenderLimits(), TimeProvider.System, CancellationToken.None)),
    };
}
