namespace Mirror.Engine.Explaining;

/// <summary>One digest that was asked about: every way on which the configuration comes to it, and what it shares with others.</summary>
/// <param name="Digest">The image.</param>
/// <param name="Size">In bytes, as the lock has it.</param>
/// <param name="Paths">In the order of the lock.</param>
/// <param name="Shared">What other images have the same layers; null when the store lacks the manifest of the image, so that nobody can tell.</param>
internal sealed record ExplainedImage(Digest Digest, long Size, IReadOnlyList<ExplainedPath> Paths, IReadOnlyList<LayerSharing>? Shared);
