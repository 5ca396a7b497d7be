namespace Mirror.Sandbox.Samples.Operators;

/// <summary>A version in a channel, and which versions it may be installed over.</summary>
internal sealed record OperatorEntry(string Version, string? Replaces = null)
{
    public IReadOnlyList<string> Skips { get; init; } = [];

    public string? SkipRange { get; init; }
}
