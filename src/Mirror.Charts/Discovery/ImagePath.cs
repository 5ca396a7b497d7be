using Mirror.Charts.Values;

namespace Mirror.Charts.Discovery;

/// <summary>A JSONPath template as kubectl has it: expressions in braces, text around them. What is missing in a document is skipped.</summary>
public sealed class ImagePath
{
    private readonly string _text;
    private readonly IReadOnlyList<JsonPathPart> _parts;

    private ImagePath(string text, IReadOnlyList<JsonPathPart> parts)
    {
        _text = text;
        _parts = parts;
    }

    /// <summary>Reads a template such as <c>{.spec.template.spec.containers[*].env[?(@.name=="RELATED_IMAGE")].value}</c>.</summary>
    /// <exception cref="ChartException">It is not such a template.</exception>
    public static ImagePath Parse(string text) => new(text, JsonPathParser.Parse(text));

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    /// <summary>The texts in a document that the path leads to, each with its place; a text is split at white space.</summary>
    internal IEnumerable<(string Text, string Place)> Find(object? document)
    {
        if (_parts is [JsonPathExpression only])
        {
            return only.Evaluate(document).SelectMany(found => Tokens(found.Value).Select(token => (token, found.Path)));
        }

        var printed = JsonPathTemplate.Print(_parts, document);
        return Tokens(printed).Select(token => (token, _text));
    }

    private static IEnumerable<string> Tokens(object? value) => value is string text ? text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];
}
