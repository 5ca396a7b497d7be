using Mirror.Charts.Loading;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using Mirror.Charts.Yaml;

namespace Mirror.Charts.Rendering;

/// <summary><c>.Files</c>: the files of a chart that are neither templates nor charts.</summary>
internal sealed class FilesObject(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) : GoObject
{
    public FilesObject(IReadOnlyList<ChartFile> files)
        : this(files.ToDictionary(file => file.Path, file => file.Data, StringComparer.Ordinal))
    {
    }

    public override string GoType => "engine.files";

    public override string GoKind => "map";

    public override bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "AsConfig" => AsConfig(),
            "AsSecrets" => AsSecrets(),
            _ => files.TryGetValue(name, out var data) ? Bytes(data) : new GoList([]) { GoType = GoList.BytesType },
        };
        return true;
    }

    public override bool TryCall(string name, Execution execution, object?[] arguments, out object? result)
    {
        result = (name, arguments) switch
        {
            ("Get", [string path]) => Content(path),
            ("GetBytes", [string path]) => Bytes(files.GetValueOrDefault(path)),
            ("Lines", [string path]) => Lines(path),
            ("Glob", [string pattern]) => Matching(execution, pattern),
            _ => null,
        };
        return result is not null;
    }

    public override object ToData()
    {
        var map = new GoMap(files.Count);
        foreach (var (path, data) in files)
        {
            map[path] = Bytes(data);
        }

        return map;
    }

    private FilesObject Matching(Execution execution, string pattern)
    {
        execution.Budget.Steps(100 + files.Count);
        var glob = Glob.ToRegex(pattern, allowDoubleStar: true);
        return new FilesObject(files.Where(file => glob.IsMatch(file.Key)).ToDictionary(StringComparer.Ordinal));
    }

    private string Content(string path) => files.TryGetValue(path, out var data) ? GoText.FromBytes(data.Span) : "";

    private GoList Lines(string path)
    {
        var text = Content(path);
        var lines = text.Split('\n');
        return GoList.OfText(text.EndsWith('\n') ? lines[..^1] : text.Length == 0 ? [] : lines);
    }

    private string AsConfig() => AsMap(path => Content(path));

    private string AsSecrets() => AsMap(path => Convert.ToBase64String(files[path].Span));

    // Under the last element of the path; of equal ones the last file wins.
    private string AsMap(Func<string, string> read)
    {
        var map = new GoMap();
        foreach (var path in files.Keys.Order(StringComparer.Ordinal))
        {
            map[Functions.PathFunctions.Base(path)] = read(path);
        }

        var budget = new RenderBudget(new RenderLimits(), TimeProvider.System, CancellationToken.None);
        return map.Count == 0 ? "" : YamlWriter.Write(map, budget).TrimEnd('\n');
    }

    private static GoList Bytes(ReadOnlyMemory<byte> data) => new([.. data.ToArray().Select(b => (object)b)]) { GoType = GoList.BytesType };
}
