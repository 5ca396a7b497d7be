namespace Mirror.Engine.Resolving.Operators.Dependencies;

/// <summary>
/// Something that a bundle needs in the cluster: a package in a range of versions, an API, or one of several of these. Exactly one of
/// <see cref="Package"/>, <see cref="Api"/> and <see cref="AnyOf"/> is set.
/// </summary>
public sealed record OperatorRequirement
{
    /// <summary>The name of a package.</summary>
    public string? Package { get; init; }

    /// <summary>The versions of <see cref="Package"/> that will do, as written.</summary>
    public string Range { get; init; } = "";

    /// <summary>An API.</summary>
    public OperatorApi? Api { get; init; }

    /// <summary>Alternatives.</summary>
    public IReadOnlyList<OperatorRequirement> AnyOf { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        Package is not null ? $"the package '{Package}'{(Range.Length == 0 ? "" : $" in the range '{Range}'")}"
        : Api is not null ? $"the API '{Api}'"
        : string.Join(" or ", AnyOf);
}
