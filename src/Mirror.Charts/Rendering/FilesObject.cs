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
        value = null;
        return false;
    }

    public override bool TryCall(string name, Execution execution, object?[] arguments, out object? result)
    {
        result = (name, arguments) switch
        {
            ("Get", [string path]) => Content(execution, path),
            ("GetBytes", [string path]) => Bytes(Charged(execution, path)),
            ("Lines", [string path]) => Lines(Content(execution, path)),
            ("Glob", [string pattern]) => Matching(execution, pattern),
            ("AsConfig", []) => AsMap(execution, path => Content(execution, path)),
            ("AsSecrets", []) => AsMap(execution, path => Convert.ToBase64String(Charged(execution, path).Span)),
            (_, []) => Bytes(Charged(execution, name)),
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

    private ReadOnlyMemory<byte> Charged(Execution execution, string path)
    {
        var data = files.GetValueOrDefault(path);
        execution.Budget.Text(data.Length);
        return data;
    }

    private string Content(Execution execution, string path) => GoText.FromBytes(Charged(execution, path).Span);

    private static GoList Bytes(ReadOnlyMemory<byte> data) => new(new ByteItems(data)) { GoType = GoList.BytesType };

    private static GoList Lines(string text)
    {
        var lines = text.Split('\n');
        return GoList.OfText(text.Length == 0 ? [] : text.EndsWith('\n') ? lines[..^1] : lines);
    }

    // Under the last element of the path; of equal ones the last file wins.
    private string AsMap(Execution execution, Func<string, string> read)
    {
        var map = new GoMap();
        foreach (var path in files.Keys.Order(StringComparer.Ordinal))
        {
            map[Functions.PathFunctions.Base(path)] = read(path);
        }

        return map.Count == 0 ? "" : YamlWriter.Write(map, execution.Budget).TrimEnd('\n');
    }
}
