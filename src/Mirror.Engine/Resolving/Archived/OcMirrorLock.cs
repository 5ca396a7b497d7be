using System.Globalization;
using System.Text;
using Mirror.Engine.Resolving.Operators;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Archives;
using Mirror.Oci.Archives.OcMirror;
using Mirror.Yaml.Configuration;

namespace Mirror.Engine.Resolving.Archived;

/// <summary>
/// A lock for archives that oc-mirror wrote, which have none: every tag whose image they bring, under the name that oc-mirror would give it at the destination. The
/// registry that an image comes from is not in such an archive; where the configuration inside tells it, cluster resources can be written for it.
/// </summary>
internal sealed class OcMirrorLock(ArchiveSet archives, Action<Diagnostic> warn)
{
    private const int MaxConfiguration = 4 * 1024 * 1024;
    private const int FilterHashLength = 32;

    public async Task<LockFile> MakeAsync(CancellationToken cancellationToken)
    {
        var sources = new SortedDictionary<string, LockedSource>(StringComparer.Ordinal);
        foreach (var archive in archives.OcMirror)
        {
            Refuse(archive);
            var configuration = await FindConfigurationAsync(archive, cancellationToken).ConfigureAwait(false);
            var origins = OriginsOf(configuration);
            var absent = 0;
            foreach (var tag in TagsOf(archive, configuration))
            {
                if (!archive.Contains(tag.Digest))
                {
                    absent++;
                    continue;
                }

                var source = await SourceAsync(tag, origins, cancellationToken).ConfigureAwait(false);
                sources[source.Key] = source;
            }

            if (absent > 0)
            {
                warn(MirrorErrors.OcMirrorAbsent.Diagnostic(string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{archive.Name}' lists {Counted.Images(absent)} that it does not bring: they came with an earlier archive, or belong to another mirror of the same cache. They are left as they are.")));
            }
        }

        return LockFile.Empty.With(sources.Values);
    }

    private static void Refuse(OcMirrorArchive archive)
    {
        if (archive.HasCatalogSources)
        {
            throw MirrorErrors.OcMirrorCatalogs.Exception(
                $"'{archive.Name}' has operator catalogs that oc-mirror v1 only finishes while it publishes; part of an archive is not imported. Publish it with oc-mirror v1, or pack the configuration anew with Mirror ('--target Migrate' translates it).");
        }
    }

    /// <summary>The tags to publish: as the archive has them, but that a catalog stands for its rebuilt form, as oc-mirror publishes it (SPEC 5.7).</summary>
    private static List<OcMirrorTag> TagsOf(OcMirrorArchive archive, ImageSetConfiguration? configuration)
    {
        var filtered = FilteredCatalogs(archive);
        var tags = new List<OcMirrorTag>();
        foreach (var repository in archive.Tags.GroupBy(tag => tag.Repository))
        {
            var rebuilt = repository.Where(tag => filtered.ContainsKey(tag.Tag)).ToDictionary(tag => tag.Tag, tag => tag.Digest);
            foreach (var tag in repository.Where(tag => !rebuilt.ContainsKey(tag.Tag)))
            {
                var candidates = rebuilt.Keys.Where(hash => filtered[hash] == tag.Digest).ToList();
                var chosen = candidates.Count == 1 ? candidates[0] : candidates.FirstOrDefault(hash => hash == FilterHash(configuration, tag, archive));
                tags.Add(chosen is null ? tag : tag with { Digest = rebuilt[chosen] });
            }
        }

        return tags;
    }

    /// <summary>Digest of the original catalog by the hash of the filter that it was rebuilt with.</summary>
    private static Dictionary<string, Digest> FilteredCatalogs(OcMirrorArchive archive)
    {
        var filtered = new Dictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var path in archive.WorkingFiles)
        {
            if (path.Split('/') is ["operator-catalogs", _, var hex, "filtered-catalogs", { Length: FilterHashLength } hash, "digest"]
                && Digest.TryParse($"sha256:{hex}", out var digest))
            {
                filtered[hash] = digest;
            }
        }

        return filtered;
    }

    private static string? FilterHash(ImageSetConfiguration? configuration, OcMirrorTag tag, OcMirrorArchive archive) => configuration?.Sources
        .OfType<OperatorCatalog>()
        .Where(catalog => catalog.Catalog.Repository == tag.Repository || catalog.TargetCatalog == tag.Repository)
        .Select(catalog => LegacyFilterHash.Compute(catalog, catalog.Catalog.Name, tag.Digest, catalog.Packages.Count > 0))
        .FirstOrDefault(hash => archive.Tags.Any(other => other.Repository == tag.Repository && other.Tag == hash));

    private static async Task<ImageSetConfiguration?> FindConfigurationAsync(OcMirrorArchive archive, CancellationToken cancellationToken)
    {
        if (archive.WorkingFiles.LastOrDefault(path => path.StartsWith("isc_", StringComparison.Ordinal)) is not { } path)
        {
            return null;
        }

        var bytes = await archive.ReadWorkingFileAsync(path, MaxConfiguration, cancellationToken).ConfigureAwait(false);
        return ImageSetConfigurationReader.Read(bytes, path, new DiagnosticBag());
    }

    /// <summary>Registries by the repository that additional images have at the destination.</summary>
    private static Dictionary<string, string> OriginsOf(ImageSetConfiguration? configuration)
    {
        var origins = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var image in configuration?.Sources.OfType<AdditionalImage>().Where(image => image.Name.Transport == Transport.Docker && image.TargetRepo is null) ?? [])
        {
            origins.TryAdd(image.Name.Repository, image.Name.Registry);
        }

        return origins;
    }

    private async Task<LockedImageSource> SourceAsync(OcMirrorTag tag, Dictionary<string, string> origins, CancellationToken cancellationToken)
    {
        var name = origins.TryGetValue(tag.Repository, out var registry)
            ? ImageReference.Docker(registry, tag.Repository, tag.Tag)
            : ImageReference.Layout(tag.Repository, tag.Tag);
        var (size, platforms) = await MeasureAsync(name.WithDigest(tag.Digest), cancellationToken).ConfigureAwait(false);
        return new LockedImageSource
        {
            Key = $"{LockedImageSource.KeyPrefix}{name}",
            InputHash = Digest.Of(Encoding.UTF8.GetBytes($"oc-mirror {name}")),
            Requested = name.ToString(),
            Name = name,
            Resolved = new LockedImage(name.WithDigest(tag.Digest), size),
            Target = new TargetName(tag.Repository, tag.Tag),
            Platforms = platforms,
        };
    }

    /// <summary>What an image weighs, and which instances of an index are brought where not all are.</summary>
    private async Task<(long Size, IReadOnlyList<Platform> Platforms)> MeasureAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var root = (await archives.FindManifestAsync(image, cancellationToken).ConfigureAwait(false))!;
        var brought = root.Manifest.Children.Where(child => archives.Contains(child.Digest)).ToList();
        var isSparse = brought.Count < root.Manifest.Children.Count && brought.Count > 0 && brought.All(child => child.Platform is not null);
        var size = root.Descriptor.Size + root.Manifest.Blobs().Sum(blob => blob.Size) + brought.Sum(child => child.Size);
        foreach (var child in brought)
        {
            var manifest = await archives.FindManifestAsync(image.WithDigest(child.Digest), cancellationToken).ConfigureAwait(false);
            size += manifest!.Manifest.Blobs().Sum(blob => blob.Size);
        }

        return (size, isSparse ? [.. brought.Select(child => child.Platform!).Distinct()] : []);
    }
}
