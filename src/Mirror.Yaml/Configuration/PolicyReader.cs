using System.Globalization;
using Mirror.Model.Policies;

namespace Mirror.Yaml.Configuration;

/// <summary>Reads <c>policy.yaml</c>; everything that is wrong with it is reported in one go, at its place.</summary>
public static class PolicyReader
{
    private static readonly SettingSchema _file = new("policy", ["rules"]);

    private static readonly SettingSchema _rule = new("rules", ["rule", "id", "severity", "message", "allowed", "images", "maximum", "minimum"]);

    private static readonly Dictionary<PolicyRuleKind, string[]> _settings = new()
    {
        [PolicyRuleKind.Removals] = [],
        [PolicyRuleKind.Downgrades] = [],
        [PolicyRuleKind.SourceHosts] = ["allowed"],
        [PolicyRuleKind.Signatures] = ["images"],
        [PolicyRuleKind.Growth] = ["maximum"],
        [PolicyRuleKind.MinimumAge] = ["minimum", "images"],
        [PolicyRuleKind.PinnedRanges] = [],
    };

    private const string Layouts = "oci://";

    private static readonly (string Unit, long Bytes)[] _units = [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40)];

    /// <summary>The rules, or null if an error was reported.</summary>
    public static PolicyFile? Read(ReadOnlySpan<byte> utf8, string fileName, DiagnosticBag diagnostics)
    {
        if (YamlText.Decode(utf8, fileName, diagnostics) is not { } text || !YamlTreeReader.TryRead(text, fileName, diagnostics, out var root))
        {
            return null;
        }

        var context = new ReadContext(fileName, diagnostics);
        if (root is not YamlMapping mapping)
        {
            context.Report(MirrorErrors.MissingSetting, root?.Span ?? context.FileStart, "The file holds no policy; expected 'rules:' and a list of rules.");
            return null;
        }

        var top = SettingMap.Open(context, mapping, _file);
        if (!top.Has("rules") && !top.IsMisspelt("rules"))
        {
            context.Report(MirrorErrors.MissingSetting, top.Span, "The policy needs 'rules'.");
        }

        var names = new UniqueNames(context, "The rule");
        var rules = top.Entries(context, "rules", _rule).Select(map => ReadRule(context, map, names)).OfType<PolicyRule>().ToList();
        return context.HasErrors ? null : new PolicyFile { Rules = [.. rules], Span = top.Span, FieldSpans = top.FieldSpans };
    }

    private static PolicyRule? ReadRule(ReadContext context, SettingMap map, UniqueNames names)
    {
        var word = map.RequiredScalar(context, "rule");
        var severity = ReadSeverity(context, map);
        var id = map.Scalar(context, "id");
        var message = map.Text(context, "message");
        if (word is null)
        {
            return null;
        }

        if (!PolicyWords.TryParse(word.Value, out PolicyRuleKind kind))
        {
            TypedValues.ReportUnknownWord(context, word, "rule", PolicyWords.Kinds);
            return null;
        }

        names.Add(id?.Value ?? word.Value, (id ?? word).Span);
        foreach (var foreign in _settings.Values.SelectMany(keys => keys).Distinct().Where(key => map.Has(key) && !_settings[kind].Contains(key)))
        {
            context.Report(MirrorErrors.UnknownSetting, map.KeySpan(foreign), $"'{foreign}' is not a setting of the rule '{word.Value}'.");
        }

        return new PolicyRule
        {
            Kind = kind,
            Id = id?.Value ?? word.Value,
            Severity = severity,
            Message = message,
            Allowed = kind == PolicyRuleKind.SourceHosts ? ReadPlaces(context, map, "allowed", isRequired: true) : [],
            Images = _settings[kind].Contains("images") ? ReadPlaces(context, map, "images", isRequired: false) : [],
            Maximum = kind == PolicyRuleKind.Growth ? ReadBytes(context, map) : 0,
            Minimum = kind == PolicyRuleKind.MinimumAge ? ReadAge(context, map) : TimeSpan.Zero,
            Span = word.Span,
            FieldSpans = map.FieldSpans,
        };
    }

    private static PolicySeverity ReadSeverity(ReadContext context, SettingMap map)
    {
        if (map.Scalar(context, "severity") is not { } word)
        {
            return PolicySeverity.Error;
        }

        if (!PolicyWords.TryParse(word.Value, out PolicySeverity severity))
        {
            TypedValues.ReportUnknownWord(context, word, "severity", PolicyWords.Severities);
        }

        return severity;
    }

    private static ValueList<string> ReadPlaces(ReadContext context, SettingMap map, string key, bool isRequired)
    {
        if (isRequired && !map.Has(key) && !map.IsMisspelt(key))
        {
            context.Report(MirrorErrors.MissingSetting, map.Span, $"The rule needs '{key}', a list of places such as 'registry.redhat.io' or 'quay.io/openshift-release-dev'.");
        }

        var places = new List<string>();
        foreach (var scalar in map.Scalars(context, key))
        {
            if (scalar.Value == Layouts || IsPlace(scalar.Value))
            {
                places.Add(scalar.Value);
                continue;
            }

            context.Report(MirrorErrors.BadValue, scalar.Span, $"'{scalar.Value}' is not a place; expected 'host', 'host/path', '*.domain', or '{Layouts}' for layouts on disk.");
        }

        return [.. places];
    }

    // A tag, a digest or a second star would never match anything, and the rule would mean something else than it says.
    private static bool IsPlace(string text)
    {
        var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? name : name[..slash];
        return ReferenceRules.IsRegistry(host) && (slash < 0 || ReferenceRules.IsRepository(name[(slash + 1)..]));
    }

    private static long ReadBytes(ReadContext context, SettingMap map)
    {
        if (map.RequiredScalar(context, "maximum") is not { } scalar)
        {
            return 0;
        }

        foreach (var (unit, bytes) in _units)
        {
            if (scalar.Value.EndsWith(unit, StringComparison.Ordinal)
                && long.TryParse(scalar.Value.AsSpan(0, scalar.Value.Length - unit.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count <= long.MaxValue / bytes)
            {
                return count * bytes;
            }
        }

        context.Report(MirrorErrors.BadValue, scalar.Span, $"'{scalar.Value}' is not a size; expected a whole number and a unit, such as '500MiB' or '50GiB'.");
        return 0;
    }

    private static TimeSpan ReadAge(ReadContext context, SettingMap map)
    {
        const int MostDays = 36_500;
        if (map.RequiredScalar(context, "minimum") is not { } scalar)
        {
            return TimeSpan.Zero;
        }

        var digits = scalar.Value.AsSpan().TrimEnd("dh");
        if (scalar.Value.Length == digits.Length + 1 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MostDays)
        {
            return scalar.Value[^1] == 'd' ? TimeSpan.FromDays(count) : TimeSpan.FromHours(count);
        }

        context.Report(MirrorErrors.BadValue, scalar.Span, $"'{scalar.Value}' is not an age; expected a whole number of days or hours, such as '7d' or '36h'.");
        return TimeSpan.Zero;
    }
}
