using Mirror.Charts;
using Mirror.Charts.Versions;
using Mirror.Model.Locking;
using Mirror.Model.Versions;
using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>Charts in registries (<c>oci://registry/repository</c>): their versions are tags, with an underscore for the plus sign.</summary>
internal sealed class RegistryCharts(IImageSource images, ITagSource tags, ContentStore store)
{
    private const string DockerHub = "docker.io";
    private const string DockerHubAddress = "registry-1.docker.io";

    private const int MaxShown = 10;

    /// <summary>The repository of the chart <paramref name="name"/> below <paramref name="address"/>.</summary>
    /// <exception cref="MirrorException">MIR2461: it cannot be one.</exception>
    public static ImageReference RepositoryOf(Uri address, string name)
    {
        var path = $"{address.AbsolutePath.Trim('/')}/{name}".TrimStart('/');
        return ReferenceRules.IsRepository(path)
            ? ImageReference.Docker(address.Authority == DockerHubAddress ? DockerHub : address.Authority, path)
            : throw MirrorErrors.ChartNotFound.Exception($"There can be no chart '{name}' at '{address.AbsoluteUri.TrimEnd('/')}': '{path}' is not a repository path.");
    }

    /// <summary>The newest chart in the range, by digest. A whole version is asked for by its tag, without a list of all.</summary>
    /// <exception cref="MirrorException">MIR2461: there is none; MIR2464: it is not a chart; MIR3xxx.</exception>
    public async Task<ChartImage> FindAsync(ImageReference repository, string? range, CancellationToken cancellationToken)
    {
        if (range is not null && SemanticVersion.TryParse(range, out _)
            && await FindTagAsync(repository, ChartOrigin.TagOf(range), cancellationToken).ConfigureAwait(false) is { } exact)
        {
            return exact;
        }

        var found = await tags.FindTagsAsync(repository, cancellationToken).ConfigureAwait(false)
            ?? throw MirrorErrors.ChartNotFound.Exception(
                $"There is no chart 'oci://{repository.Name}'. Correct the 'url' of the repository or the chart's 'name'; a registry may also answer so when the credentials may not read it.");
        var versions = found.Select(tag => tag.Replace('_', '+')).ToList();
        return ChartVersions.Newest(versions, range ?? "") is { } newest
            && await FindTagAsync(repository, ChartOrigin.TagOf(newest), cancellationToken).ConfigureAwait(false) is { } chart
                ? chart
                : throw NoVersion($"oci://{repository.Name}", range, versions);
    }

    /// <summary>For a chart whose repository has no version in the range.</summary>
    public static MirrorException NoVersion(string chart, string? range, IEnumerable<string> versions)
    {
        var newest = versions
            .Select(text => (Text: text, IsVersion: SemanticVersion.TryParseLoose(text, out var version, out _), Version: version))
            .Where(entry => entry.IsVersion)
            .OrderByDescending(entry => entry.Version!, SemanticVersion.TotalOrder)
            .Select(entry => $"'{entry.Text}'")
            .Take(MaxShown)
            .ToList();
        var wanted = range is null ? "no version that is not a pre-release" : $"no version '{range}'";
        return MirrorErrors.ChartNotFound.Exception(
            $"The chart '{chart}' has {wanted}. {(newest.Count == 0 ? "It has no versions at all" : $"Its newest versions are {string.Join(", ", newest)}")}.");
    }

    /// <summary>The chart under a tag; null when there is none.</summary>
    public async Task<ChartImage?> FindTagAsync(ImageReference repository, string tag, CancellationToken cancellationToken)
    {
        if (!ReferenceRules.IsTag(tag)
            || await images.FindManifestAsync(repository.WithTag(tag), cancellationToken).ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }

        ChartLayer.Find(manifest.Manifest, repository.WithTag(tag));
        await store.AddAsync(manifest, cancellationToken).ConfigureAwait(false);
        return new ChartImage(repository.WithDigest(manifest.Digest));
    }
}
