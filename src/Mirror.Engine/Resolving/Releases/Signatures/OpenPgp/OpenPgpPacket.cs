namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>One packet, its pieces joined.</summary>
internal readonly record struct OpenPgpPacket(OpenPgpTag Tag, ReadOnlyMemory<byte> Body);
