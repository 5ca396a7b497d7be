using Mirror.Engine.Options;
using Mirror.Model.Policies;

namespace Mirror.Engine.Policies;

/// <summary>What <c>--approve</c> may name. A misspelt approval would be passed over in silence, and the run would fail for a reason that somebody believes to be approved.</summary>
internal static class Approvals
{
    /// <exception cref="MirrorException">MIR9003: a value is neither a kind of rule that can be approved nor the id of one.</exception>
    public static void Ensure(MirrorOptions options, IReadOnlyList<PolicyRule> rules)
    {
        var approvable = rules.Where(rule => PolicyWords.Approvable.Contains(rule.Kind.ToWord())).Select(rule => rule.Id);
        var known = PolicyWords.Approvable.Concat(approvable).Distinct(StringComparer.Ordinal).ToList();
        var problems = options.Approvals.Where(name => !known.Contains(name, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)
            .Select(name => Refuse(name, rules, known)).ToList();
        if (problems.Count > 0)
        {
            throw new MirrorException(problems);
        }
    }

    private static Diagnostic Refuse(string name, IReadOnlyList<PolicyRule> rules, IReadOnlyList<string> known)
    {
        var all = $"known are '{string.Join("', '", known)}'.";
        var reason = rules.FirstOrDefault(rule => rule.Id == name || rule.Kind.ToWord() == name) is { } other
            ? $"nobody can approve what a rule of the kind '{other.Kind.ToWord()}' finds; {all}"
            : NearestName.Find(name, known) is { } nearest ? $"did you mean '{nearest}'?" : $"it is no rule of the policy; {all}";
        return MirrorErrors.BadArgumentValue.Diagnostic($"The value '{ArgumentText.Redact(name)}' of '{MirrorArguments.Approve.Option}' is not valid: {reason}");
    }
}
