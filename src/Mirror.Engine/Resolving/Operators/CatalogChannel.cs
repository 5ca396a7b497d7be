namespace Mirror.Engine.Resolving.Operators;

/// <summary>A channel of a package as the catalog has it, entries in their order.</summary>
public sealed record CatalogChannel(string Package, string Name, IReadOnlyList<ChannelEntry> Entries, CatalogBlob Blob);
