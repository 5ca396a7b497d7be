namespace Mirror.Charts.Discovery;

/// <summary>A part of a JSONPath template.</summary>
internal abstract record JsonPathPart;
