using Mirror.Engine.Resolving.Operators.Filtering;

namespace Mirror.Engine.Resolving.Operators.Proving;

/// <summary>Says for people what is wrong with a channel.</summary>
internal static class ChannelProblemText
{
    public static Diagnostic Describe(ChannelProblem problem, string catalog, CatalogChannel channel, SourceSpan span, string remedy = "")
    {
        var where = $"the channel '{channel.Name}' of the package '{channel.Package}' in the catalog '{catalog}'";
        var (code, text) = problem.Kind switch
        {
            ChannelProblemKind.Empty =>
                (MirrorErrors.ChannelGraphInvalid, $"It has no entries: {where}."),
            ChannelProblemKind.Nameless =>
                (MirrorErrors.ChannelGraphInvalid, $"An entry has no name in {where}."),
            ChannelProblemKind.Duplicate =>
                (MirrorErrors.ChannelGraphInvalid, $"The entry '{problem.Names[0]}' stands twice in {where}."),
            ChannelProblemKind.ReplacesItself =>
                (MirrorErrors.ChannelGraphInvalid, $"The entry '{problem.Names[0]}' replaces itself in {where}."),
            ChannelProblemKind.SkipsItself =>
                (MirrorErrors.ChannelGraphInvalid, $"The entry '{problem.Names[0]}' skips itself in {where}."),
            ChannelProblemKind.SkipsNameless =>
                (MirrorErrors.ChannelGraphInvalid, $"The entry '{problem.Names[0]}' skips something that has no name in {where}."),
            ChannelProblemKind.NoHead =>
                (MirrorErrors.ChannelHeadMissing, $"Every entry is replaced or skipped by another one ({SelectionCheck.List(problem.Names)}), so there is no head in {where}."),
            ChannelProblemKind.SeveralHeads =>
                (MirrorErrors.ChannelHeadsMany, $"{SelectionCheck.List(problem.Names)} are all heads, because no entry replaces or skips them, in {where}."),
            ChannelProblemKind.Cycle =>
                (MirrorErrors.ChannelCycle, $"What replaces what goes round in a circle ({string.Join(" -> ", problem.Names)}) in {where}."),
            ChannelProblemKind.Stranded =>
                (MirrorErrors.ChannelStranded, $"No upgrade leads to {SelectionCheck.List(problem.Names)} from the head of {where}. An entry that is skipped leads nowhere."),
            _ => throw new ArgumentOutOfRangeException(nameof(problem)),
        };
        return code.Diagnostic($"{text} OLM refuses such a catalog as a whole.{remedy}", span);
    }
}
