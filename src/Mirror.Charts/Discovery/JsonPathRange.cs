namespace Mirror.Charts.Discovery;

/// <summary><c>{range ...}</c> to <c>{end}</c>: the parts are printed for every value.</summary>
internal sealed record JsonPathRange(JsonPathExpression Over, IReadOnlyList<JsonPathPart> Body) : JsonPathPart;
