namespace Mirror.Sandbox.Samples.Operators;

/// <summary>A version of an operator.</summary>
internal sealed record OperatorVersion(string Version)
{
    /// <summary>Another operator that must be there, with its range of versions.</summary>
    public (string Package, string Range)? RequiredPackage { get; init; }

    /// <summary>The operator whose API must be there.</summary>
    public string? RequiredApiOf { get; init; }
}
