namespace Mirror.EndToEnd.Tests.Releases;

/// <summary>How a <see cref="TestRelease"/> differs from the ordinary one.</summary>
internal sealed record ReleaseShape
{
    /// <summary>Several make an index.</summary>
    public string[] Architectures { get; init; } = ["amd64"];

    /// <summary>What tags call the architecture.</summary>
    public string TagSuffix { get; init; } = "x86_64";

    /// <summary>What the payload says it is, if not the truth.</summary>
    public string? ClaimedVersion { get; init; }

    /// <summary>Whether the payload says what it consists of.</summary>
    public bool HasReferences { get; init; } = true;

    /// <summary>The file of the installer's boot images.</summary>
    public string? BootImages { get; init; }
}
