using Mirror.Testing;
using YamlDotNet.RepresentationModel;

namespace Mirror.EndToEnd.Tests;

/// <summary>A pipeline, as the engine that runs it would read it.</summary>
internal sealed class PipelineFile
{
    private readonly List<YamlMappingNode> _documents;

    public PipelineFile(string path)
    {
        var yaml = new YamlStream();
        using var text = new StreamReader(path);
        yaml.Load(text);
        _documents = [.. yaml.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    /// <summary>One of the examples in <c>mirror-configs/pipelines</c>.</summary>
    public static PipelineFile Example(string name) => new(Path.Combine(SourceTree.Root, "mirror-configs", "pipelines", name));

    /// <summary>The document number <paramref name="index"/>, then down the members, each a key or the number of an item.</summary>
    public YamlNode At(int index, params object[] path)
    {
        YamlNode node = _documents[index];
        foreach (var step in path)
        {
            node = step is int item ? ((YamlSequenceNode)node)[item] : ((YamlMappingNode)node)[(string)step];
        }

        return node;
    }

    /// <summary>The lines of a list of scripts, in order.</summary>
    public static IReadOnlyList<string> Lines(YamlNode scripts) => [.. ((YamlSequenceNode)scripts).Select(line => ((YamlScalarNode)line).Value!)];

    /// <summary>The scripts of the steps that run one.</summary>
    public static IReadOnlyList<string> Runs(YamlNode steps) =>
        [.. ((YamlSequenceNode)steps).Cast<YamlMappingNode>().Where(step => step.Children.ContainsKey("run")).Select(step => Text(step["run"]))];

    /// <summary>A mapping of texts.</summary>
    public static IReadOnlyDictionary<string, string> Texts(YamlNode mapping) =>
        ((YamlMappingNode)mapping).ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!);

    /// <summary>What a text says.</summary>
    public static string Text(YamlNode text) => ((YamlScalarNode)text).Value!;
}
