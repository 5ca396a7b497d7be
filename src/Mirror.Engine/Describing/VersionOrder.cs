using Mirror.Model.Versions;

namespace Mirror.Engine.Describing;

/// <summary>Whether one version is above another, as far as their texts tell.</summary>
internal static class VersionOrder
{
    private const int MaxParts = 8;

    /// <summary>As <see cref="IComparable.CompareTo"/>; null when nobody can tell.</summary>
    public static int? Compare(ItemKind kind, string left, string right)
    {
        if (left == right)
        {
            return 0;
        }

        if (kind == ItemKind.Image)
        {
            return CompareTags(left, right);
        }

        return SemanticVersion.TryParseLoose(left, out var first, out _) && SemanticVersion.TryParseLoose(right, out var second, out _)
            ? first.CompareTo(second)
            : null;
    }

    // Tags are not semantic versions: '9.6-1758' is a later build of '9.6' and not a pre-release. Only numbers in the same places are compared.
    private static int? CompareTags(string left, string right)
    {
        var (first, second) = (Numbers(left), Numbers(right));
        if (first.Shape != second.Shape || first.Numbers.Count == 0)
        {
            return null;
        }

        for (var i = 0; i < first.Numbers.Count; i++)
        {
            var order = first.Numbers[i].CompareTo(second.Numbers[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return null;
    }

    private static (string Shape, List<ulong> Numbers) Numbers(string tag)
    {
        var shape = new System.Text.StringBuilder();
        var numbers = new List<ulong>();
        for (var i = 0; i < tag.Length; i++)
        {
            var end = i;
            while (end < tag.Length && char.IsAsciiDigit(tag[end]))
            {
                end++;
            }

            if (end > i && numbers.Count < MaxParts && ulong.TryParse(tag.AsSpan(i, end - i), out var number))
            {
                numbers.Add(number);
                shape.Append('#');
                i = end - 1;
            }
            else
            {
                shape.Append(tag[i]);
            }
        }

        return (shape.ToString(), numbers);
    }
}
