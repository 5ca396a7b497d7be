using System.Globalization;

namespace Mirror.Yaml.Configuration;

/// <summary>Typed access to settings; a value of the wrong type is reported and read as absent.</summary>
internal static class SettingValues
{
    /// <summary>The scalar of a setting; null if it is absent, empty, or not text. Numbers and the like are taken as they are written.</summary>
    public static YamlScalar? Scalar(this SettingMap map, ReadContext context, string key)
    {
        switch (map.Find(key))
        {
            case null:
                return null;
            case YamlScalar scalar:
                return scalar.Value.Length == 0 ? null : scalar;
            case var other:
                context.Report(MirrorErrors.WrongType, other.Span, $"'{key}' expects text, but found {other.Kind}.");
                return null;
        }
    }

    public static string? Text(this SettingMap map, ReadContext context, string key) => map.Scalar(context, key)?.Value;

    /// <summary>As <see cref="Scalar"/>, but it must be there.</summary>
    public static YamlScalar? RequiredScalar(this SettingMap map, ReadContext context, string key)
    {
        var scalar = map.Scalar(context, key);
        if (scalar is null && map.IsMisspelt(key))
        {
            return null;
        }

        if (scalar is null && !map.Has(key))
        {
            context.Report(MirrorErrors.MissingSetting, map.Span, $"An entry of '{map.Name}' needs '{key}'.");
        }
        else if (scalar is null && map.Find(key) is null or YamlScalar)
        {
            context.Report(MirrorErrors.MissingSetting, map.KeySpan(key), $"'{key}' of an entry of '{map.Name}' is empty.");
        }

        return scalar;
    }

    public static bool Flag(this SettingMap map, ReadContext context, string key)
    {
        var node = map.Find(key);
        if (node is null)
        {
            return false;
        }

        if (node is YamlScalar { IsPlain: true } scalar && YamlBoolean.TryParse(scalar.Value, out var value))
        {
            return value;
        }

        var hint = node is YamlScalar { IsPlain: false } quoted && YamlBoolean.TryParse(quoted.Value, out _) ? "; remove the quotes" : "";
        context.Report(MirrorErrors.WrongType, node.Span, $"'{key}' expects true or false, but found {node.Kind}{hint}.");
        return false;
    }

    public static long? Integer(this SettingMap map, ReadContext context, string key)
    {
        var node = map.Find(key);
        if (node is null)
        {
            return null;
        }

        if (node is YamlScalar { IsPlain: true } scalar
            && long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        context.Report(MirrorErrors.WrongType, node.Span, $"'{key}' expects a whole number, but found {node.Kind}.");
        return null;
    }

    /// <summary>The settings under a key; null if absent or not settings.</summary>
    public static SettingMap? Settings(this SettingMap map, ReadContext context, string key, SettingSchema schema)
    {
        switch (map.Find(key))
        {
            case null:
                return null;
            case YamlMapping mapping:
                return SettingMap.Open(context, mapping, schema);
            case var other:
                context.Report(MirrorErrors.WrongType, other.Span, $"'{key}' expects settings (key: value), but found {other.Kind}.");
                return null;
        }
    }

    public static IReadOnlyList<YamlNode> Items(this SettingMap map, ReadContext context, string key)
    {
        switch (map.Find(key))
        {
            case null:
                return [];
            case YamlSequence sequence:
                return sequence.Items;
            case var other:
                var hint = other is YamlMapping ? "; begin each entry with a hyphen" : "";
                context.Report(MirrorErrors.WrongType, other.Span, $"'{key}' expects a list, but found {other.Kind}{hint}.");
                return [];
        }
    }

    /// <summary>The entries of a list of settings; those that are something else are reported.</summary>
    public static IEnumerable<SettingMap> Entries(this SettingMap map, ReadContext context, string key, SettingSchema schema)
    {
        foreach (var item in map.Items(context, key))
        {
            switch (item)
            {
                case YamlMapping mapping:
                    yield return SettingMap.Open(context, mapping, schema);
                    break;
                case YamlScalar { IsNull: true }:
                    context.Report(MirrorErrors.MissingSetting, item.Span, $"An entry of '{key}' is empty.");
                    break;
                default:
                    var hint = item is YamlScalar scalar ? $"; write '{schema.Keys[0]}: {scalar.Value.ReplaceLineEndings(" ")}'" : "";
                    context.Report(
                        MirrorErrors.WrongType, item.Span, $"An entry of '{key}' expects settings (key: value), but found {item.Kind}{hint}.");
                    break;
            }
        }
    }

    /// <summary>The entries of a list of texts.</summary>
    public static IEnumerable<YamlScalar> Scalars(this SettingMap map, ReadContext context, string key)
    {
        foreach (var item in map.Items(context, key))
        {
            if (item is YamlScalar { IsNull: true } or YamlScalar { Value.Length: 0 })
            {
                context.Report(MirrorErrors.MissingSetting, item.Span, $"An entry of '{key}' is empty.");
            }
            else if (item is YamlScalar scalar)
            {
                yield return scalar;
            }
            else
            {
                context.Report(MirrorErrors.WrongType, item.Span, $"An entry of '{key}' expects text, but found {item.Kind}.");
            }
        }
    }
}
