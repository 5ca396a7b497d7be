namespace Mirror.Engine.Resolving.Operators.Rebuilding;

/// <summary>One image of a rebuilt catalog; its layers are those of the source and the new one.</summary>
public sealed record RebuiltInstance(ManifestContent Manifest, ReadOnlyMemory<byte> Config, Platform Platform);
