using Mirror.Charts.Loading;
using Mirror.Charts.Values;

namespace Mirror.Charts.Rendering;

/// <summary><c>.Chart</c>: what Chart.yaml says, under the names of Go's fields.</summary>
internal sealed class ChartObject(ChartMetadata metadata, bool isRoot) : GoObject
{
    // Go's field, the key in Chart.yaml, what the field holds when the key is missing.
    private static readonly (string Field, string Key, object? Missing)[] _fields =
    [
        ("Name", "name", ""),
        ("Home", "home", ""),
        ("Sources", "sources", GoList.Empty),
        ("Version", "version", ""),
        ("Description", "description", ""),
        ("Keywords", "keywords", GoList.Empty),
        ("Maintainers", "maintainers", GoList.Empty),
        ("Icon", "icon", ""),
        ("APIVersion", "apiVersion", ""),
        ("Condition", "condition", ""),
        ("Tags", "tags", ""),
        ("AppVersion", "appVersion", ""),
        ("Deprecated", "deprecated", false),
        ("Annotations", "annotations", null),
        ("KubeVersion", "kubeVersion", ""),
        ("Dependencies", "dependencies", GoList.Empty),
        ("Type", "type", ""),
    ];

    // Templates may change what they are given.
    private readonly GoMap _raw = ValueMerge.Copy(metadata.Raw);

    public override string GoType => "struct { chart.Metadata; IsRoot bool }";

    public override bool TryGet(string name, out object? value)
    {
        value = null;
        if (name == "IsRoot")
        {
            value = isRoot;
            return true;
        }

        foreach (var (field, key, missing) in _fields)
        {
            if (field == name)
            {
                value = Read(key, missing);
                return true;
            }
        }

        return false;
    }

    public override object ToData()
    {
        var data = new GoMap();
        foreach (var (_, key, missing) in _fields)
        {
            if (Read(key, missing) is { } value && GoTypes.IsTrue(value))
            {
                data[key] = value;
            }
        }

        data["IsRoot"] = isRoot;
        return data;
    }

    private object? Read(string key, object? missing) => key switch
    {
        "name" => metadata.Name,
        "version" => metadata.Version,
        "appVersion" => metadata.AppVersion,
        "type" => metadata.Type,
        "kubeVersion" => metadata.KubeVersion,
        "annotations" => _raw.TryGetMap(key, out var annotations) ? annotations : new GoMap { GoType = GoMap.TextType },
        _ => _raw.TryGet(key, out var value) && value is not null ? value : missing,
    };
}
