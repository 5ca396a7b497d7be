namespace Mirror.Engine.Resolving.Operators.Rebuilding;

/// <summary>
/// One image of a catalog as its source has it: the manifest, the raw image configuration, and what the index says it runs on, null when there is
/// no index or it does not tell.
/// </summary>
public sealed record CatalogInstance(ManifestContent Manifest, ReadOnlyMemory<byte> Config, Platform? Platform);
