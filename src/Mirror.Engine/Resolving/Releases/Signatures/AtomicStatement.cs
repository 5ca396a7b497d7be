namespace Mirror.Engine.Resolving.Releases.Signatures;

/// <summary>What an "atomic container signature" states: the image that has this digest goes by this name.</summary>
internal sealed record AtomicStatement(Digest Digest, ImageReference Reference);
