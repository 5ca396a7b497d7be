namespace Mirror.Engine.Resolving.Operators.Dependencies;

/// <summary>An API of a cluster that a bundle provides or needs.</summary>
public sealed record OperatorApi(string Group, string Version, string Kind)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}.{Version}.{Group}";
}
