using System.Collections;

namespace Mirror.Charts.Values;

/// <summary>A Go slice that nobody changes in place: every function makes a new one.</summary>
internal sealed class GoList(IReadOnlyList<object?> items) : IReadOnlyList<object?>
{
    public const string AnyType = "[]interface {}";
    public const string TextType = "[]string";
    public const string IntType = "[]int";
    public const string BytesType = "[]uint8";

    public static readonly GoList Empty = new([]);

    public string GoType { get; init; } = AnyType;

    public int Count => items.Count;

    public object? this[int index] => items[index];

    public static GoList OfText(IEnumerable<string> items) => new([.. items]) { GoType = TextType };

    /// <summary>A part of the list, with the type of the whole.</summary>
    public GoList Slice(int start, int end)
    {
        var part = new object?[end - start];
        for (var i = start; i < end; i++)
        {
            part[i - start] = items[i];
        }

        return new GoList(part) { GoType = GoType };
    }

    public IEnumerator<object?> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
