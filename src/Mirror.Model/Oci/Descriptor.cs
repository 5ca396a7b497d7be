using System.Collections.Frozen;

namespace Mirror.Model.Oci;

/// <summary>A reference from one piece of content to another: what it is, its address and its length in bytes.</summary>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>For a child of an index: what it runs on, if the index tells.</summary>
    public Platform? Platform { get; init; }

    /// <summary>For a referrer or an artifact in an index.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Free-form facts; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = NoAnnotations;

    /// <summary>One for all: tens of thousands of descriptors are held at a time, and few have any.</summary>
    internal static IReadOnlyDictionary<string, string> NoAnnotations { get; } = FrozenDictionary<string, string>.Empty;
}
