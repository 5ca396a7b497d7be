namespace Mirror.Model.Planning;

/// <summary>For registries that allow only so many path components (SPEC 8.3, <c>--max-nested-paths</c>).</summary>
public static class NestedPaths
{
    /// <summary>
    /// Keeps the first <paramref name="limit"/> - 1 components of <paramref name="path"/>, namespace included, and joins the rest with <c>-</c>.
    /// 0 is no limit.
    /// </summary>
    public static string Join(string path, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var parts = path.Split('/');
        return limit == 0 || parts.Length <= limit
            ? path
            : string.Join('/', parts[..(limit - 1)].Append(string.Join('-', parts[(limit - 1)..])));
    }
}
