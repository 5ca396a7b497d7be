using System.Text.Json.Nodes;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>The manifest of <c>data/fbc</c>: what others counted in its files.</summary>
internal static class CatalogManifest
{
    /// <summary>The files that are in the data, by path, with their statistics; those that are no catalogs have none.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Files()
    {
        var manifest = JsonNode.Parse(File.ReadAllBytes(TestData.PathOf("fbc", "MANIFEST.json")))!;
        var root = TestData.PathOf("fbc");
        return manifest["files"]!.AsArray()
            .Select(file => (Path: (string)file!["dest"]!, Statistics: file["stats"] as JsonObject))
            .Where(file => file.Statistics is not null && File.Exists(Path.Combine(root, file.Path)))
            .ToDictionary(file => file.Path, file => file.Statistics!);
    }

    /// <summary>The paths of the files of whose statistics <paramref name="name"/> is neither 0 nor empty.</summary>
    public static IReadOnlyList<string> FilesWith(string name)
    {
        var paths = Files().Where(file => file.Value[name] is JsonArray { Count: > 0 } || (file.Value[name] is JsonValue number && (int)number > 0))
            .Select(file => file.Key).ToList();
        Assert.NotEmpty(paths);
        return paths;
    }
}
