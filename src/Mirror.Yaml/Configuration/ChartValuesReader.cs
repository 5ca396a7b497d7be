using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mirror.Yaml.Configuration;

/// <summary>Reads the <c>values</c> of a chart with the types that Helm gives them: YAML 1.1 without time stamps, which stay text.</summary>
internal static partial class ChartValuesReader
{
    public static ChartValues Read(ReadContext context, SettingMap map)
    {
        switch (map.Find("values"))
        {
            case null:
                return ChartValues.Empty;
            case YamlMapping mapping:
                return ChartValues.From(ReadMap(context, mapping));
            case var other:
                context.Report(MirrorErrors.WrongType, other.Span, $"'values' expects settings (key: value), but found {other.Kind}.");
                return ChartValues.Empty;
        }
    }

    private static JsonObject ReadMap(ReadContext context, YamlMapping mapping)
    {
        var values = new JsonObject();
        var own = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key is not YamlScalar key)
            {
                context.Report(MirrorErrors.WrongType, entry.Key.Span, $"A key of 'values' must be text, but is {entry.Key.Kind}.");
            }
            else if (IsMerge(key))
            {
                continue;
            }
            else if (own.TryAdd(key.Value, key.Span))
            {
                values[key.Value] = ReadNode(context, entry.Value);
            }
            else
            {
                context.Report(MirrorErrors.DuplicateSetting, key.Span, $"'{key.Value}' is already set in line {own[key.Value].Line}.");
            }
        }

        foreach (var entry in mapping.Entries.Where(entry => entry.Key is YamlScalar key && IsMerge(key)))
        {
            Merge(context, entry.Value, values);
        }

        return values;
    }

    private static bool IsMerge(YamlScalar key) => key is { IsPlain: true, Value: "<<" };

    private static void Merge(ReadContext context, YamlNode node, JsonObject values)
    {
        IEnumerable<YamlNode> parts = node is YamlSequence sequence ? sequence.Items : [node];
        foreach (var part in parts)
        {
            if (part is not YamlMapping mapping)
            {
                context.Report(MirrorErrors.WrongType, part.Span, $"'<<' expects settings or a list of settings, but found {part.Kind}.");
                continue;
            }

            foreach (var (key, value) in ReadMap(context, mapping))
            {
                if (!values.ContainsKey(key))
                {
                    values[key] = value?.DeepClone();
                }
            }
        }
    }

    private static JsonNode? ReadNode(ReadContext context, YamlNode node) => node switch
    {
        YamlMapping mapping => ReadMap(context, mapping),
        YamlSequence sequence => new JsonArray([.. sequence.Items.Select(item => ReadNode(context, item))]),
        YamlScalar { IsNull: true } => null,
        YamlScalar { IsPlain: true } scalar => ReadPlain(context, scalar),
        YamlScalar scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidOperationException($"{node.GetType().Name} is not a node of YAML."),
    };

    private static JsonValue ReadPlain(ReadContext context, YamlScalar scalar)
    {
        var text = scalar.Value;
        if (YamlBoolean.TryParse(text, out var flag))
        {
            return JsonValue.Create(flag);
        }

        if (InfinityPattern().IsMatch(text))
        {
            context.Report(MirrorErrors.WrongType, scalar.Span, $"'{text}' can't be a value of a chart; expected a finite number, or text in quotes.");
            return JsonValue.Create(text);
        }

        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (TryInteger(digits, out var integer))
        {
            return JsonValue.Create(integer);
        }

        return FloatPattern().IsMatch(digits)
            && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }

    private static bool TryInteger(string text, out long value)
    {
        var sign = text.StartsWith('-') ? -1 : 1;
        var bare = text.TrimStart('+', '-');
        value = 0;
        if (text.Length - bare.Length > 1 || bare.Length == 0 || !char.IsAsciiDigit(bare[0]))
        {
            return false;
        }

        if (bare.StartsWith("0x", StringComparison.Ordinal))
        {
            return long.TryParse(bare[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && (value *= sign) is var _;
        }

        if (bare.Length > 1 && bare[0] == '0')
        {
            return TryRadix(bare, sign, out value);
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryRadix(string bare, int sign, out long value)
    {
        var (digits, radix) = bare[1] switch
        {
            'o' => (bare[2..], 8),
            'b' => (bare[2..], 2),
            _ => (bare[1..], 8),
        };
        value = 0;
        if (digits.Length is 0 or > 20 || !digits.All(c => c >= '0' && c < '0' + radix))
        {
            return false;
        }

        foreach (var digit in digits)
        {
            value = (value * radix) + digit - '0';
        }

        value *= sign;
        return true;
    }

    [GeneratedRegex(@"\A[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex FloatPattern();

    [GeneratedRegex(@"\A(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.NonBacktracking)]
    private static partial Regex InfinityPattern();
}
