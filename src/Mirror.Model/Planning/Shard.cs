using System.Globalization;

namespace Mirror.Model.Planning;

/// <summary>One of several runs that share the content of a plan: number <see cref="Number"/>, from 1, of <see cref="Count"/>.</summary>
public readonly record struct Shard(int Number, int Count)
{
    /// <summary>More runs than this have nothing to gain: each reads all manifests.</summary>
    public const int MaxCount = 256;

    /// <summary>Reads <c>2/4</c>; null when the text is not that.</summary>
    public static Shard? TryParse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is >= 1 and <= MaxCount
            && number >= 1
            && number <= count
            ? new Shard(number, count)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");
}
