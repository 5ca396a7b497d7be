namespace Mirror.Model.Configuration;

/// <summary>A chart that is left out of a repository whose charts are all taken: <c>helm.repositories[].exclude[]</c>.</summary>
public sealed record ExcludedChart : ConfigurationNode
{
    /// <summary>As the repository calls it.</summary>
    public required string Name { get; init; }

    /// <summary>A version or a range; null is every version.</summary>
    public string? Version { get; init; }

    /// <summary>Reads <see cref="ToString"/> back; the place is lost.</summary>
    public static ExcludedChart Parse(string text) => text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space
        ? new ExcludedChart { Name = text[..space], Version = text[(space + 1)..] }
        : new ExcludedChart { Name = text };

    /// <inheritdoc/>
    public override string ToString() => Version is null ? Name : $"{Name} {Version}";
}
