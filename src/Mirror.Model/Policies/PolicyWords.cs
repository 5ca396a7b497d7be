namespace Mirror.Model.Policies;

/// <summary>The words of <c>policy.yaml</c>.</summary>
public static class PolicyWords
{
    private static readonly Dictionary<string, PolicyRuleKind> _kinds = new(StringComparer.Ordinal)
    {
        ["removals"] = PolicyRuleKind.Removals,
        ["downgrades"] = PolicyRuleKind.Downgrades,
        ["source-hosts"] = PolicyRuleKind.SourceHosts,
        ["signatures"] = PolicyRuleKind.Signatures,
        ["growth"] = PolicyRuleKind.Growth,
        ["minimum-age"] = PolicyRuleKind.MinimumAge,
        ["pinned-ranges"] = PolicyRuleKind.PinnedRanges,
    };

    private static readonly Dictionary<string, PolicySeverity> _severities = new(StringComparer.Ordinal)
    {
        ["error"] = PolicySeverity.Error,
        ["warning"] = PolicySeverity.Warning,
        ["off"] = PolicySeverity.Off,
    };

    /// <summary>Every kind of rule.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. _kinds.Keys];

    /// <summary>Every severity.</summary>
    public static IReadOnlyList<string> Severities { get; } = [.. _severities.Keys];

    /// <summary>The rules that compare two locks: a person may approve what they find, for one run.</summary>
    public static IReadOnlyList<string> Approvable { get; } = [ToWord(PolicyRuleKind.Removals), ToWord(PolicyRuleKind.Downgrades), ToWord(PolicyRuleKind.Growth)];

    /// <summary>The word of the file.</summary>
    public static string ToWord(this PolicyRuleKind kind) => _kinds.First(pair => pair.Value == kind).Key;

    /// <summary>Accepts exactly the words of the file.</summary>
    public static bool TryParse(string word, out PolicyRuleKind kind) => _kinds.TryGetValue(word, out kind);

    /// <summary>Accepts exactly the words of the file.</summary>
    public static bool TryParse(string word, out PolicySeverity severity) => _severities.TryGetValue(word, out severity);
}
