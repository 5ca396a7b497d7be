namespace Mirror.Charts.Discovery;

/// <summary>Text that is printed as it is.</summary>
internal sealed record JsonPathText(string Text) : JsonPathPart;
