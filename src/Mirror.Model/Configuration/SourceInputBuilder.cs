using System.Globalization;
using System.Text.Json;

namespace Mirror.Model.Configuration;

/// <summary>Collects the fields of an entry; what is null, false or empty is at its default and left out.</summary>
internal sealed class SourceInputBuilder(ConfigurationNode node, string identity)
{
    private readonly Dictionary<string, InputField> _fields = new(StringComparer.Ordinal);

    public SourceInputBuilder Add(string path, string? value, SourceSpan? span = null)
    {
        if (value is not null)
        {
            _fields[path] = new InputField(path, value, span ?? node.SpanOf(path));
        }

        return this;
    }

    public SourceInputBuilder Add(string path, bool value, SourceSpan? span = null) => Add(path, value ? "true" : null, span);

    /// <summary>Items whose order and repetition mean nothing.</summary>
    public SourceInputBuilder AddSet<T>(string path, IEnumerable<T> items, SourceSpan? span = null)
        where T : notnull
    {
        foreach (var item in items)
        {
            Add($"{path}[{item}]", true, span ?? node.SpanOf(path));
        }

        return this;
    }

    /// <summary>Items whose order counts.</summary>
    public SourceInputBuilder AddList(string path, IReadOnlyList<string> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), items[i], node.SpanOf(path));
        }

        return this;
    }

    /// <summary>A tree, leaf by leaf, so that a changed leaf is a changed field.</summary>
    public SourceInputBuilder AddValues(string path, ChartValues values)
    {
        if (!values.IsEmpty)
        {
            AddElement(path, values.ToElement(), node.SpanOf(path));
        }

        return this;
    }

    public SourceInput Build() => new(identity, _fields.Values, node.Span);

    private void AddElement(string path, JsonElement element, SourceSpan span)
    {
        if (element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Any())
        {
            foreach (var property in element.EnumerateObject())
            {
                AddElement($"{path}.{Escape(property.Name)}", property.Value, span);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                AddElement(string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), item, span);
            }
        }
        else
        {
            // JSON, so that the text '1' and the number 1 stay two values.
            Add(path, element.GetRawText(), span);
        }
    }

    private static string Escape(string key) =>
        key.Length > 0 && !key.Any(c => c is '.' or '[' or ']' or '\'') ? key : $"['{key.Replace("'", "''", StringComparison.Ordinal)}']";
}
