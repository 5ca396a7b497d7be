using Mirror.Model.Policies;

namespace Mirror.Engine.Policies;

/// <summary>One thing that a rule says against a lock. <see cref="Message"/> is a sentence without the rule's name.</summary>
/// <param name="Rule">Whose.</param>
/// <param name="Field">The setting of the rule that it is about; empty for the rule itself.</param>
/// <param name="IsUnknown">Whether the rule could not be judged; then it only warns.</param>
internal sealed record PolicyFinding(PolicyRule Rule, string Message, string Field = "", bool IsUnknown = false)
{
    /// <summary>Whether it ends the target.</summary>
    public bool IsError => !IsUnknown && Rule.Severity == PolicySeverity.Error;

    /// <summary>The finding at its place in <c>policy.yaml</c>; a rule that no file has, has no place.</summary>
    public Diagnostic ToDiagnostic()
    {
        var span = Field.Length == 0 ? Rule.Span : Rule.SpanOf(Field);
        var words = Rule.Message is null ? "" : $" {Rule.Message}";
        return Code().Diagnostic($"The rule '{Rule.Id}': {Message}{words}", span.Line > 0 ? span : null);
    }

    private ErrorCode Code() => IsUnknown ? MirrorErrors.PolicyNotJudged
        : Rule.Severity == PolicySeverity.Warning ? MirrorErrors.PolicyWarning
        : Rule.Kind switch
        {
            PolicyRuleKind.Removals => MirrorErrors.PolicyRemovals,
            PolicyRuleKind.Downgrades => MirrorErrors.PolicyDowngrades,
            PolicyRuleKind.SourceHosts => MirrorErrors.PolicySourceHosts,
            PolicyRuleKind.Signatures => MirrorErrors.PolicySignatures,
            PolicyRuleKind.Growth => MirrorErrors.PolicyGrowth,
            PolicyRuleKind.MinimumAge => MirrorErrors.PolicyMinimumAge,
            PolicyRuleKind.PinnedRanges => MirrorErrors.PolicyPinnedRanges,
            _ => throw new InvalidOperationException($"'{Rule.Kind}' has no code."),
        };
}
