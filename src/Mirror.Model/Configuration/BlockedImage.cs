using System.Text.RegularExpressions;

namespace Mirror.Model.Configuration;

/// <summary>
/// Images that are left out: <c>mirror.blockedImages[]</c>. <see cref="Pattern"/> matches anywhere in a reference without its transport (SPEC 7.2).
/// </summary>
public sealed record BlockedImage : ConfigurationNode
{
    /// <summary>The expression as written, in RE2 syntax.</summary>
    public required string Name { get; init; }

    /// <summary>The expression, compiled for matching in linear time.</summary>
    public required Regex Pattern { get; init; }

    /// <summary>Whether <paramref name="reference"/>, with or without a transport, is meant.</summary>
    public bool Blocks(string reference)
    {
        var transport = reference.IndexOf("://", StringComparison.Ordinal);
        return Pattern.IsMatch(transport < 0 ? reference : reference[(transport + 3)..]);
    }

    /// <summary>The text decides; a compiled expression compares by identity.</summary>
    public bool Equals(BlockedImage? other) => base.Equals(other) && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Name);
}
