using System.Diagnostics.CodeAnalysis;

namespace Mirror.Sandbox.Registry;

/// <summary>Which endpoint of the distribution specification a path names. The name is valid where there is one; the reference is not checked yet.</summary>
internal sealed record RegistryRoute(RegistryEndpointKind Kind, string Repository, string Reference)
{
    private const string Prefix = "/v2/";

    public static bool TryParse(string path, [NotNullWhen(true)] out RegistryRoute? route, [NotNullWhen(false)] out RegistryError? problem)
    {
        route = null;
        problem = null;
        if (path is "/v2" or Prefix)
        {
            route = new RegistryRoute(RegistryEndpointKind.Root, "", "");
        }
        else if (path == "/v2/_catalog")
        {
            route = new RegistryRoute(RegistryEndpointKind.Catalog, "", "");
        }
        else if (path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            // Names may contain the words that follow them, so the path is read from its end.
            route = path[Prefix.Length..].Split('/') switch
            {
                [.. var name, "tags", "list"] => Make(RegistryEndpointKind.Tags, name, ""),
                [.. var name, "blobs", "uploads", ""] => Make(RegistryEndpointKind.Uploads, name, ""),
                [.. var name, "blobs", "uploads"] => Make(RegistryEndpointKind.Uploads, name, ""),
                [.. var name, "blobs", "uploads", var id] => Make(RegistryEndpointKind.Upload, name, id),
                [.. var name, "blobs", var digest] => Make(RegistryEndpointKind.Blob, name, digest),
                [.. var name, "manifests", var reference] => Make(RegistryEndpointKind.Manifest, name, reference),
                [.. var name, "referrers", var digest] => Make(RegistryEndpointKind.Referrers, name, digest),
                _ => null,
            };
        }

        if (route is null)
        {
            problem = RegistryError.NoSuchEndpoint;
        }
        else if (route.HasName && !ReferenceRules.IsRepository(route.Repository))
        {
            route = null;
            problem = RegistryError.NameInvalid;
        }

        return route is not null;
    }

    private bool HasName => Kind is not (RegistryEndpointKind.Root or RegistryEndpointKind.Catalog);

    private static RegistryRoute Make(RegistryEndpointKind kind, string[] name, string reference) => new(kind, string.Join('/', name), reference);
}
