using System.Text;
using System.Text.Json;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Loading;
using Mirror.Engine.Resolving.Operators.Proving;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Model.Versions;
using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Engine.Listing;

/// <summary>Packages, channels and versions of operator catalogs (SPEC 2.10). The catalog stays in the store, where Resolve finds it.</summary>
internal sealed class CatalogListing(IImageSource source, ContentStore store, CatalogImageLoader loader)
{
    private const string Registry = "registry.redhat.io";
    private static readonly string[] Indexes = ["redhat-operator-index", "certified-operator-index", "community-operator-index", "redhat-marketplace-index"];

    /// <exception cref="MirrorException">MIR2010, MIR2441, MIR240x, MIR3xxx.</exception>
    public async Task<string> ListAsync(ImageReference reference, string? package, string? channel, CancellationToken cancellationToken)
    {
        var root = await source.FindManifestAsync(reference, cancellationToken).ConfigureAwait(false)
            ?? throw MirrorErrors.ImageNotFound.Exception($"There is no catalog '{reference}' at its source; check its version. A registry may also answer so when the credentials may not read it.");
        await store.AddAsync(root, cancellationToken).ConfigureAwait(false);
        var image = await loader.LoadAsync(reference.WithDigest(root.Digest), [], cancellationToken).ConfigureAwait(false);
        using var catalog = await loader.ReadAsync(image, reference.ToString(), package is null ? null : new HashSet<string>([package], StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        if (package is null)
        {
            return TextTable.Write([Titles, .. catalog.Packages.Select(found => Row(catalog, found))]);
        }

        var one = catalog.Packages.FirstOrDefault(found => found.Name == package)
            ?? throw MirrorErrors.ListNotFound.Exception($"The catalog '{reference}' has no operator '{package}'.{SelectionCheck.Nearest(package, catalog.KnownPackages)}");
        return channel is null ? Channels(catalog, one) : Versions(one, channel);
    }

    /// <summary>Those of Red Hat's catalogs that exist for a version of OpenShift.</summary>
    public async Task<string> ListCatalogsAsync(string minor, CancellationToken cancellationToken)
    {
        var text = new StringBuilder($"Available OpenShift OperatorHub catalogs:\nOpenShift {minor}:\n");
        var found = 0;
        foreach (var reference in Indexes.Select(index => ImageReference.Docker(Registry, $"redhat/{index}", $"v{minor}")))
        {
            if (await source.FindManifestAsync(reference, cancellationToken).ConfigureAwait(false) is not null)
            {
                text.Append(reference).Append('\n');
                found++;
            }
        }

        return found > 0 ? text.ToString() : throw MirrorErrors.ListNotFound.Exception($"'{Registry}' has no operator catalogs for OpenShift {minor}.");
    }

    private static string[] Titles => ["NAME", "DISPLAY NAME", "DEFAULT CHANNEL"];

    private static string[] Row(Catalog catalog, CatalogPackage package) => [package.Name, DisplayName(catalog, package), package.DefaultChannel];

    private static string Channels(Catalog catalog, CatalogPackage package) =>
        TextTable.Write([Titles, Row(catalog, package)])
        + "\n"
        + TextTable.Write([["PACKAGE", "CHANNEL", "HEAD"], .. package.Channels.Select(channel => (string[])[package.Name, channel.Name, Head(catalog, channel)])]);

    private static string Head(Catalog catalog, CatalogChannel channel)
    {
        var graph = ChannelGraph.Build(channel.Entries);
        return graph.Problems.Count == 0
            ? graph.Chain[0].Name
            : $"ERROR: {ChannelProblemText.Describe(graph.Problems[0], catalog.Name, channel, channel.Blob.Origin).Message}";
    }

    private static string Versions(CatalogPackage package, string name)
    {
        var channel = package.Channels.FirstOrDefault(channel => channel.Name == name)
            ?? throw MirrorErrors.ListNotFound.Exception(
                $"The operator '{package.Name}' has no channel '{name}'; it has '{string.Join("', '", package.Channels.Select(other => other.Name))}'.");
        var entries = channel.Entries.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var versions = package.Bundles.Where(bundle => entries.Contains(bundle.Name)).Select(bundle => bundle.VersionText ?? bundle.Name);
        return TextTable.Write([["VERSIONS"], .. versions.Select(version => (string[])[version])]);
    }

    /// <summary>What the newest bundle calls the operator; empty where none tells.</summary>
    private static string DisplayName(Catalog catalog, CatalogPackage package)
    {
        if (package.Bundles.MaxBy(bundle => bundle.Version, Comparer<SemanticVersion?>.Create((left, right) => left is null ? (right is null ? 0 : -1) : left.CompareTo(right))) is not { } newest)
        {
            return "";
        }

        using var document = JsonDocument.Parse(catalog.Read(newest.Blob), new JsonDocumentOptions { MaxDepth = CatalogLimits.Default.MaxDepth });
        foreach (var property in BlobFacts.List(document.RootElement, "properties").Where(property => property.ValueKind == JsonValueKind.Object && BlobFacts.Text(property, "type") == "olm.csv.metadata"))
        {
            if (property.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object)
            {
                return BlobFacts.Text(value, "displayName").ReplaceLineEndings(" ");
            }
        }

        return "";
    }
}
