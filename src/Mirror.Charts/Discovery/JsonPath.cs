using System.Globalization;
using Mirror.Charts.Values;

namespace Mirror.Charts.Discovery;

/// <summary>One step of a path.</summary>
internal abstract record JsonPath
{
    /// <summary>How a step to a key is printed.</summary>
    public static string Step(string key) => key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/') ? $".{key}" : $"['{key}']";

    /// <summary>The values that the step leads to from one value.</summary>
    public abstract IEnumerable<(string Path, object? Value)> Follow(string path, object? value);

    private static IEnumerable<(string Path, object? Value)> Children(string path, object? value) => value switch
    {
        GoMap map => map.Select(entry => (path + Step(entry.Key), entry.Value)),
        GoList list => list.Select((item, i) => (string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), item)),
        _ => [],
    };

    /// <summary>A key; of a list, the key of each of its elements is not meant.</summary>
    public sealed record Field(string Name) : JsonPath
    {
        public override IEnumerable<(string Path, object? Value)> Follow(string path, object? value)
        {
            if (value is GoMap map && map.TryGet(Name, out var inner))
            {
                yield return (path + Step(Name), inner);
            }
        }
    }

    /// <summary>All children.</summary>
    public sealed record Wildcard : JsonPath
    {
        public override IEnumerable<(string Path, object? Value)> Follow(string path, object? value) => Children(path, value);
    }

    /// <summary>The value itself and all below it.</summary>
    public sealed record Descent : JsonPath
    {
        public override IEnumerable<(string Path, object? Value)> Follow(string path, object? value)
        {
            yield return (path, value);
            foreach (var (childPath, child) in Children(path, value))
            {
                if (child is GoMap or GoList)
                {
                    foreach (var below in Follow(childPath, child))
                    {
                        yield return below;
                    }
                }
            }
        }
    }

    /// <summary>A part of a list: from, up to, by steps; negative numbers count from the end.</summary>
    public sealed record Slice(int? Start, int? End, int Stride) : JsonPath
    {
        public override IEnumerable<(string Path, object? Value)> Follow(string path, object? value)
        {
            if (value is not GoList list)
            {
                yield break;
            }

            var start = FromEnd(Start ?? 0, list.Count);
            var end = FromEnd(End ?? list.Count, list.Count);
            for (var i = start; i < Math.Min(end, list.Count); i += Stride)
            {
                yield return (string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), list[i]);
            }
        }

        private static int FromEnd(int index, int count) => Math.Max(index < 0 ? index + count : index, 0);
    }

    /// <summary>One element of a list.</summary>
    public sealed record Element(int Index) : JsonPath
    {
        public override IEnumerable<(string Path, object? Value)> Follow(string path, object? value)
        {
            var index = value is GoList { Count: var count } && Index < 0 ? Index + count : Index;
            if (value is GoList list && index >= 0 && index < list.Count)
            {
                yield return (string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), list[index]);
            }
        }
    }

    /// <summary>What any of several steps leads to.</summary>
    public sealed record Union(IReadOnlyList<JsonPath> Members) : JsonPath
    {
        public override IEnumerable<(string Path, object? Value)> Follow(string path, object? value) => Members.SelectMany(member => member.Follow(path, value));
    }

    /// <summary>The elements of a list that fulfil a condition.</summary>
    public sealed record Filter(JsonPathCondition Condition) : JsonPath
    {
        public override IEnumerable<(string Path, object? Value)> Follow(string path, object? value) =>
            value is GoList ? Children(path, value).Where(child => Condition.Holds(child.Value)) : [];
    }
}
