namespace Mirror.Oci.Layers;

/// <summary>Paths inside layers: relative to the root, '/' between parts.</summary>
internal static class LayerPath
{
    /// <summary>Drops leading slashes, '.' and empty parts. False when the path would leave the root.</summary>
    public static bool TryNormalise(string path, out string normalised)
    {
        normalised = path;
        if (IsNormal(path))
        {
            return true;
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        normalised = string.Join('/', parts.Where(part => part != "."));
        return !parts.Contains("..", StringComparer.Ordinal);
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="folder"/> or below it.</summary>
    public static bool IsIn(string path, string folder) =>
        folder.Length == 0
        || (path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == '/'));

    /// <summary>The folders above <paramref name="path"/>, nearest first, the root (an empty string) last; none for the root.</summary>
    public static IEnumerable<string> Above(string path)
    {
        while (path.Length > 0)
        {
            path = path[..Math.Max(path.LastIndexOf('/'), 0)];
            yield return path;
        }
    }

    private static bool IsNormal(string path) =>
        path.Length > 0 && path[0] is not ('/' or '.') && path[^1] != '/'
        && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal);
}
