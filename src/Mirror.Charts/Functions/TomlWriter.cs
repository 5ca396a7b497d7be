using System.Globalization;
using Mirror.Charts.Rendering;
using Mirror.Charts.Values;

namespace Mirror.Charts.Functions;

/// <summary>TOML as Helm's <c>toToml</c> writes it: plain keys before tables, tables indented, numbers of values with a point.</summary>
internal sealed class TomlWriter
{
    private const string Indent = "  ";

    private readonly TextBuilder _text;

    private TomlWriter(RenderBudget budget) => _text = new TextBuilder(budget);

    /// <summary>What is not a table cannot be written; Helm gives the message of the error as the result.</summary>
    public static string Write(object? value, RenderBudget budget)
    {
        if (value is not GoMap map)
        {
            return "toml: top-level values must be Go maps or structs";
        }

        var writer = new TomlWriter(budget);
        writer.WriteTable([], map);
        return writer._text.ToString();
    }

    private void WriteTable(string[] path, GoMap map)
    {
        GoEquality.CheckDepth();
        foreach (var (key, value) in map)
        {
            if (value is not null && !IsTable(value) && !IsTableList(value))
            {
                Pad(path.Length);
                Key(key);
                _text.Append(" = ");
                WriteValue(value);
                _text.Append('\n');
            }
        }

        foreach (var (key, value) in map)
        {
            string[] inner = [.. path, key];
            if (value is GoMap table)
            {
                Header(inner, "[", "]");
                WriteTable(inner, table);
            }
            else if (value is GoList list && IsTableList(value))
            {
                foreach (var item in list)
                {
                    Header(inner, "[[", "]]");
                    WriteTable(inner, (GoMap)item!);
                }
            }
        }
    }

    private void Header(string[] path, string open, string close)
    {
        if (path.Length == 1 && _text.Length > 0)
        {
            _text.Append('\n');
        }

        Pad(path.Length - 1);
        _text.Append(open);
        for (var i = 0; i < path.Length; i++)
        {
            _text.Append(i > 0 ? "." : "");
            Key(path[i]);
        }

        _text.Append(close).Append('\n');
    }

    private void WriteValue(object? value)
    {
        _text.Budget.Step();
        GoEquality.CheckDepth();
        switch (value)
        {
            case string text:
                GoJson.WriteText(_text, text, escapeHtml: false);
                break;
            case bool b:
                _text.Append(b ? "true" : "false");
                break;
            case double d:
                var number = GoFloat.FormatJson(d);
                _text.Append(number).Append(number.AsSpan().IndexOfAny(".e") < 0 ? ".0" : "");
                break;
            case GoList list:
                WriteItems("[", "]", list, WriteValue);
                break;
            case GoMap map:
                WriteItems("{", "}", map, entry =>
                {
                    Key(entry.Key);
                    _text.Append(" = ");
                    WriteValue(entry.Value);
                });
                break;
            case IFormattable formattable:
                _text.Append(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                throw new FunctionException($"TOML has no value for a {GoTypes.NameOf(value)}.");
        }
    }

    private void WriteItems<T>(string open, string close, IEnumerable<T> items, Action<T> write)
    {
        _text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            _text.Append(isFirst ? "" : ", ");
            write(item);
            isFirst = false;
        }

        _text.Append(close);
    }

    private void Key(string key)
    {
        if (key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            _text.Append(key);
        }
        else
        {
            GoJson.WriteText(_text, key, escapeHtml: false);
        }
    }

    private void Pad(int depth)
    {
        for (var i = 0; i < depth; i++)
        {
            _text.Append(Indent);
        }
    }

    private static bool IsTable(object? value) => value is GoMap;

    private static bool IsTableList(object? value) => value is GoList { Count: > 0 } list && list.All(IsTable);
}
