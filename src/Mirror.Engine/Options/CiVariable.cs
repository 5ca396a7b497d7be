namespace Mirror.Engine.Options;

/// <summary>The variable that every CI system sets.</summary>
internal static class CiVariable
{
    /// <summary>Whether this runs in CI.</summary>
    public static bool IsSet(Func<string, string?> environment) => environment("CI") is { Length: > 0 } ci && ci is not ("0" or "false" or "False" or "FALSE");
}
