using System.Globalization;
using System.Numerics;
using Mirror.Charts.Rendering;
using Mirror.Charts.Values;

namespace Mirror.Charts.Yaml;

/// <summary>Writes values the way go-yaml does, character for character: charts indent and compare this text.</summary>
internal sealed class YamlWriter
{
    private const int Indent = 2;
    private const int MaxSimpleKey = 128;

    private readonly ScalarWriter _out;
    private readonly YamlStyle _style;

    private YamlWriter(RenderBudget budget, YamlStyle style)
    {
        _style = style;
        _out = new ScalarWriter(new TextBuilder(budget), style);
    }

    /// <summary>The text ends in a line break.</summary>
    public static string Write(object? value, RenderBudget budget, YamlStyle style = YamlStyle.Compact)
    {
        var writer = new YamlWriter(budget, style);
        writer.WriteNode(value, -Indent, isRoot: true);
        return writer._out.Finish();
    }

    private void WriteNode(object? value, int indent, bool isRoot = false, bool inMapping = false)
    {
        _out.Step();
        GoEquality.CheckDepth();
        switch (value)
        {
            case GoMap { Count: 0 }:
                _out.Indicator("{}");
                break;
            case GoMap map:
                WriteMapping(map, indent + Indent);
                break;
            case GoList { GoType: GoList.BytesType } bytes:
                WriteNode(Convert.ToBase64String([.. bytes.Select(b => (byte)b!)]), indent, isRoot, inMapping);
                break;
            case GoList { Count: 0 }:
                _out.Indicator("[]");
                break;
            case GoList list:
                WriteSequence(list, inMapping && _style == YamlStyle.Compact ? indent : indent + Indent);
                break;
            case GoObject obj:
                WriteNode(obj.ToData(), indent, isRoot, inMapping);
                break;
            default:
                WriteScalar(value, isRoot ? Indent : indent + Indent, isKey: false);
                break;
        }
    }

    private void WriteMapping(GoMap map, int indent)
    {
        var keys = map.SortedKeys().ToArray();
        Array.Sort(keys, KeyOrder.Instance);
        foreach (var key in keys)
        {
            _out.Line(indent);
            if (key.Length <= MaxSimpleKey && !key.Contains('\n', StringComparison.Ordinal))
            {
                WriteScalar(key, indent + Indent, isKey: true);
                _out.Colon();
            }
            else
            {
                _out.Indicator("?", startsBlock: true);
                WriteScalar(key, indent + Indent, isKey: false);
                _out.Line(indent);
                _out.Indicator(":", startsBlock: true);
            }

            WriteNode(map[key], indent, inMapping: true);
        }
    }

    private void WriteSequence(GoList list, int indent)
    {
        foreach (var item in list)
        {
            _out.Line(indent);
            _out.Indicator("-", startsBlock: true);
            WriteNode(item, indent);
        }
    }

    private void WriteScalar(object? value, int indent, bool isKey)
    {
        if (value is string text)
        {
            _out.Text(text, indent, isKey);
            return;
        }

        _out.Plain(value switch
        {
            null or Missing => "null",
            bool b => b ? "true" : "false",
            double d => Number(d),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        });
    }

    // By way of JSON: what is written there without a point or an exponent is a whole number.
    private static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new FunctionException("JSON has no infinite numbers.");
        }

        var json = GoFloat.FormatJson(value);
        return BigInteger.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole.ToString(CultureInfo.InvariantCulture)
            : GoFloat.Format(value, 'g');
    }
}
