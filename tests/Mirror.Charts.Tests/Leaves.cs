using Mirror.Charts.Values;

namespace Mirror.Charts.Tests;

/// <summary>A tree of values as a list of paths, to compare trees and say where they differ.</summary>
internal static class Leaves
{
    public static void Add(IDictionary<string, string> leaves, string path, object? value)
    {
        switch (value)
        {
            case GoMap { Count: > 0 } map:
                foreach (var (key, item) in map)
                {
                    Add(leaves, $"{path}.{key}", item);
                }

                break;
            case GoList { Count: > 0 } list:
                for (var i = 0; i < list.Count; i++)
                {
                    Add(leaves, $"{path}[{i}]", list[i]);
                }

                break;
            default:
                leaves[path] = value switch
                {
                    null => "null",
                    string text => $"\"{text}\"",
                    GoMap => "{}",
                    GoList => "[]",
                    _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"),
                };
                break;
        }
    }
}
