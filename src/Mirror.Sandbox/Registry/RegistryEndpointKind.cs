namespace Mirror.Sandbox.Registry;

/// <summary>The endpoints of the distribution specification, and the catalog that it reserves.</summary>
internal enum RegistryEndpointKind
{
    Root,
    Catalog,
    Manifest,
    Blob,
    Uploads,
    Upload,
    Tags,
    Referrers,
}
