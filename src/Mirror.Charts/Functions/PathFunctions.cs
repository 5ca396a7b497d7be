using Mirror.Charts.Templating;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Go's path package; the functions of the operating system are the same, because charts are rendered as on Linux.</summary>
internal static class PathFunctions
{
    public static IEnumerable<TemplateFunction> All =>
    [
        .. Both("base", Base),
        .. Both("dir", Directory),
        .. Both("clean", Clean),
        .. Both("ext", Extension),
        .. Both("isAbs", path => path.StartsWith('/')),
    ];

    /// <summary>The last element.</summary>
    public static string Base(string path)
    {
        var trimmed = path.TrimEnd('/');
        return path.Length == 0 ? "." : trimmed.Length == 0 ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    /// <summary>The shortest path that means the same.</summary>
    public static string Clean(string path)
    {
        var isRooted = path.StartsWith('/');
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when parts.Count > 0 && parts[^1] != "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                case ".." when isRooted:
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        var joined = string.Join('/', parts);
        return isRooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }

    private static string Directory(string path) => Clean(path[..(path.LastIndexOf('/') + 1)]);

    private static string Extension(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        return dot < 0 ? "" : name[dot..];
    }

    private static IEnumerable<TemplateFunction> Both(string name, Func<string, object> body) =>
    [
        Of(name, (_, a) => body((string)a[0]!), Text),
        Of("os" + char.ToUpperInvariant(name[0]) + name[1..], (_, a) => body((string)a[0]!), Text),
    ];
}
