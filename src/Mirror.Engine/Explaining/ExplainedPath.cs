using Mirror.Model.Planning;

namespace Mirror.Engine.Explaining;

/// <summary>One way: the place in the configuration, the steps below it, and the name at the destination.</summary>
internal sealed record ExplainedPath(PlannedImage Image, SourceSpan? Place, IReadOnlyList<string> Steps);
