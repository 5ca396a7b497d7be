using System.Collections.Concurrent;
using Mirror.Charts;
using Mirror.Charts.Loading;
using Mirror.Charts.Rendering;
using Mirror.Charts.Repositories;
using Mirror.Charts.Versions;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>
/// Answers entries of <c>helm</c> (SPEC 6): which charts are meant, what they render to with the entry's values, and which images that names. Charts are rendered
/// here and nowhere else.
/// </summary>
internal sealed class HelmResolver(
    ChartArchives archives,
    ChartRepositories repositories,
    RegistryCharts registries,
    ChartImages images,
    ContentStore store,
    IImageSource source,
    string configurationFolder) : ISourceResolver, IDisposable
{
    private const int MaxCharts = 20_000;

    // A chart may need hundreds of megabytes while it is rendered.
    private readonly SemaphoreSlim _rendering = new(Math.Min(Environment.ProcessorCount, 4));

    public bool Resolves(ISourceEntry entry) => entry is HelmChartSource or HelmRepositorySource;

    public async Task<LockedSource> ResolveAsync(SourceQuestion question, CancellationToken cancellationToken)
    {
        var entry = (question.Entry as HelmChartSource)?.Chart;
        var rendering = new ChartRendering(question, images, store, source, _rendering, entry, await ReadInputAsync(entry, cancellationToken).ConfigureAwait(false));
        var locked = question.IsMoving ? null : (LockedHelmSource?)question.Locked;
        var charts = question.Entry switch
        {
            HelmChartSource chart => [await LockAsync(chart.Chart.Name ?? chart.Chart.Path!, entry, token => LoadAsync(chart, locked, token), rendering, cancellationToken).ConfigureAwait(false)],
            HelmRepositorySource repository => await LockAllAsync(question, repository.Repository, locked, rendering, cancellationToken).ConfigureAwait(false),
            var other => throw new ArgumentException($"'{other.SourceKey}' is of another kind.", nameof(question)),
        };
        return new LockedHelmSource
        {
            Key = question.Entry.SourceKey,
            InputHash = question.Entry.Input.Hash,
            Requested = question.Entry.Input.Text,
            Blocked = rendering.Blocked,
            Platforms = rendering.Platforms,
            ValuesFiles = rendering.Input.ValuesFiles,
            Charts = charts,
        };
    }

    public void Dispose()
    {
        _rendering.Dispose();
        images.Dispose();
    }

    private async Task<ChartInput> ReadInputAsync(HelmChart? entry, CancellationToken cancellationToken)
    {
        try
        {
            return await ChartInput.ReadAsync(entry ?? new HelmChart(), configurationFolder, cancellationToken).ConfigureAwait(false);
        }
        catch (ChartException e)
        {
            throw ChartProblems.Of(e, entry!.Name ?? entry.Path!, entry);
        }
    }

    private static async Task<LockedChart> LockAsync(
        string name,
        HelmChart? entry,
        Func<CancellationToken, Task<LoadedChart>> load,
        ChartRendering rendering,
        CancellationToken cancellationToken)
    {
        try
        {
            var loaded = await load(cancellationToken).ConfigureAwait(false);
            name = loaded.Id;
            return await rendering.LockAsync(loaded, cancellationToken).ConfigureAwait(false);
        }
        catch (ChartException e)
        {
            throw ChartProblems.Of(e, name, entry);
        }
    }

    private async Task<IReadOnlyList<LockedChart>> LockAllAsync(
        SourceQuestion question,
        HelmRepository repository,
        LockedHelmSource? locked,
        ChartRendering rendering,
        CancellationToken cancellationToken)
    {
        var loads = await LoadsAsync(question, repository, locked, cancellationToken).ConfigureAwait(false);
        var charts = new ConcurrentBag<LockedChart>();
        var failures = new ConcurrentBag<(string Name, string Version, MirrorException Failure)>();
        var degree = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(loads, degree, async (chart, token) =>
        {
            try
            {
                charts.Add(await LockAsync($"{chart.Name}:{chart.Version}", null, chart.Load, rendering, token).ConfigureAwait(false));
            }
            catch (MirrorException e)
            {
                failures.Add((chart.Name, chart.Version, e));
            }
        }).ConfigureAwait(false);
        return failures.IsEmpty ? [.. charts.DistinctBy(chart => chart.Id)] : throw RepositoryFailures.Of(repository, failures);
    }

    /// <summary>
    /// The charts of a whole repository. What is locked keeps its pin; the index is only read when there is no lock, or when something is no longer excluded,
    /// and then for that alone.
    /// </summary>
    private async Task<IReadOnlyList<ChartLoad>> LoadsAsync(
        SourceQuestion question,
        HelmRepository repository,
        LockedHelmSource? locked,
        CancellationToken cancellationToken)
    {
        if (locked is null)
        {
            return await NewChartsAsync(question, repository, _ => true, cancellationToken).ConfigureAwait(false);
        }

        var pinned = locked.Charts
            .Where(chart => ChartExclusion.Find(repository.Exclude, chart.Name, chart.Version) is null)
            .Select(chart => new ChartLoad(chart.Name, chart.Version, token => LoadPinnedAsync(chart, token)));
        var before = SourceInput.TryParse(locked.Key, locked.Requested, out var input) ? HelmRepositorySource.ExcludedBy(input).ToList() : [];
        if (!before.Except(repository.Exclude).Any())
        {
            return [.. pinned];
        }

        var known = locked.Charts.Select(chart => chart.Id).ToHashSet(StringComparer.Ordinal);
        var added = await NewChartsAsync(
            question,
            repository,
            entry => !known.Contains($"{entry.Name}:{entry.Version}") && ChartExclusion.Find(before, entry.Name, entry.Version) is not null,
            cancellationToken).ConfigureAwait(false);
        return [.. pinned, .. added];
    }

    // Charts that only have definitions for others run nothing (SPEC 6.1).
    private async Task<IReadOnlyList<ChartLoad>> NewChartsAsync(
        SourceQuestion question,
        HelmRepository repository,
        Func<ChartIndexEntry, bool> isWanted,
        CancellationToken cancellationToken)
    {
        var index = await repositories.ReadAsync(repository, cancellationToken).ConfigureAwait(false);
        var all = index.Names.SelectMany(index.VersionsOf).Where(entry => !entry.IsLibrary).ToList();
        ChartExclusion.WarnUnused(question, repository, [.. all.Select(entry => (entry.Name, entry.Version))]);
        var taken = all
            .Where(entry => ChartExclusion.Find(repository.Exclude, entry.Name, entry.Version) is null && isWanted(entry))
            .ToLookup(entry => ChartVersions.IsVersion(entry.Version));
        foreach (var entry in taken[false])
        {
            question.Warn(MirrorErrors.ChartVersionSkipped.Diagnostic(
                $"The index of '{repository.Address}' lists the chart '{entry.Name}' in the version '{entry.Version}', which is no semantic version. It is left out.", repository.Span));
        }

        var entries = taken[true].ToList();
        return entries.Count <= MaxCharts
            ? [.. entries.Select(entry => new ChartLoad(entry.Name, entry.Version, token => LoadAsync(repository, entry, token)))]
            : throw MirrorErrors.ChartIndexInvalid.Exception($"The repository '{repository.Address}' has {entries.Count} versions of charts, more than can be taken at once. List those that are wanted under 'charts'.");
    }

    private async Task<LoadedChart> LoadAsync(HelmChartSource entry, LockedHelmSource? locked, CancellationToken cancellationToken)
    {
        if (entry.Repository is not { } repository)
        {
            var path = new ChartPath(entry.Chart.Path!);
            var archive = await archives.FindAsync(path, isPinned: false, cancellationToken).ConfigureAwait(false)
                ?? throw MirrorErrors.ChartUnreadable.Exception(
                    $"There is no chart at '{path}'. Expected a folder with a Chart.yaml or a .tgz archive, relative to the configuration.", entry.Chart.SpanOf("path"));
            return await LoadAsync(path, archive, entry.Chart.Path!, cancellationToken).ConfigureAwait(false);
        }

        if (locked?.Charts is [var pinned])
        {
            return await LoadPinnedAsync(pinned, cancellationToken).ConfigureAwait(false);
        }

        var name = entry.Chart.Name!;
        if (repository.Url.Scheme == "oci")
        {
            var image = await registries.FindAsync(RegistryCharts.RepositoryOf(repository.Url, name), entry.Chart.Version, cancellationToken).ConfigureAwait(false);
            return await LoadAsync(image, name, cancellationToken).ConfigureAwait(false)
                ?? throw Gone($"{name}", [image.ToString()]);
        }

        var index = await repositories.ReadAsync(repository, cancellationToken).ConfigureAwait(false);
        if (index.VersionsOf(name).Count == 0)
        {
            throw MirrorErrors.ChartNotFound.Exception($"The repository '{repository.Address}' has no chart '{name}'{Nearest(index, name)}", entry.Chart.SpanOf("name"));
        }

        var found = index.Find(name, entry.Chart.Version ?? "");
        return found is not null
            ? await LoadAsync(repository, found, cancellationToken).ConfigureAwait(false)
            : throw RegistryCharts.NoVersion(name, entry.Chart.Version, index.VersionsOf(name).Select(version => version.Version));
    }

    private static string Nearest(ChartIndex index, string name) =>
        NearestName.Find(name, index.Names) is { } nearest ? $"; did you mean '{nearest}'?" : $". It has {Counted.Of(index.Names.Count, "chart", "charts")}.";

    private async Task<LoadedChart> LoadPinnedAsync(LockedChart pinned, CancellationToken cancellationToken) =>
        Load(pinned.Archive, await archives.ReadAsync(pinned, cancellationToken).ConfigureAwait(false), pinned.Id);

    /// <summary>The version that an index lists; its addresses are tried in their order.</summary>
    private async Task<LoadedChart> LoadAsync(HelmRepository repository, ChartIndexEntry entry, CancellationToken cancellationToken)
    {
        var addresses = ChartRepositories.AddressesOf(repository, entry);
        foreach (var address in addresses)
        {
            if (await FindAsync(address, entry, cancellationToken).ConfigureAwait(false) is not { } loaded)
            {
                continue;
            }

            if (entry.Digest.Length > 0 && !IsDigest(loaded.Archive, entry.Digest))
            {
                throw MirrorErrors.ChartDigestMismatch.Exception(
                    $"The archive of the chart '{entry.Name}:{entry.Version}' at '{loaded.Archive.Origin}' is not the one that the index of '{repository.Address}' names: expected 'sha256:{Hex(entry.Digest)}', got '{loaded.Archive.Digest}'. Tell the owner of the repository.");
            }

            return loaded.Chart.Name == entry.Name
                ? loaded
                : throw MirrorErrors.ChartDigestMismatch.Exception(
                    $"The archive at '{loaded.Archive.Origin}' has the chart '{loaded.Chart.Name}', where the index of '{repository.Address}' says '{entry.Name}'. Tell the owner of the repository.");
        }

        throw Gone($"{entry.Name}:{entry.Version}", addresses.Select(address => new ChartUrl(address).ToString()));
    }

    private async Task<LoadedChart?> FindAsync(Uri address, ChartIndexEntry entry, CancellationToken cancellationToken)
    {
        if (address.Scheme != "oci")
        {
            var url = new ChartUrl(address);
            return await archives.FindAsync(url, isPinned: false, cancellationToken).ConfigureAwait(false) is { } archive
                ? await LoadAsync(url, archive, $"{entry.Name}:{entry.Version}", cancellationToken).ConfigureAwait(false)
                : null;
        }

        // Some repositories list what they keep in a registry, the tag included.
        var path = address.AbsolutePath;
        var colon = path.LastIndexOf(':');
        var repository = RegistryCharts.RepositoryOf(new Uri(address, path[..path.LastIndexOf('/')]), path[(path.LastIndexOf('/') + 1)..(colon < 0 ? path.Length : colon)]);
        var image = await registries.FindTagAsync(repository, colon < 0 ? ChartOrigin.TagOf(entry.Version) : path[(colon + 1)..], cancellationToken).ConfigureAwait(false);
        return image is null ? null : await LoadAsync(image, entry.Name, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LoadedChart?> LoadAsync(ChartImage image, string name, CancellationToken cancellationToken) =>
        await archives.FindAsync(image, isPinned: true, cancellationToken).ConfigureAwait(false) is { } archive
            ? await LoadAsync(image, archive, name, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<LoadedChart> LoadAsync(ChartOrigin origin, byte[] archive, string name, CancellationToken cancellationToken)
    {
        var kept = await archives.KeepAsync(origin, archive, cancellationToken).ConfigureAwait(false);
        return Load(kept, archive, name);
    }

    private static LoadedChart Load(LockedChartArchive archive, byte[] bytes, string name)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return new LoadedChart(Chart.Load(stream, name, ChartArchives.Limits), archive);
    }

    private static MirrorException Gone(string chart, IEnumerable<string> places) => MirrorErrors.ChartGone.Exception(
        $"The archive of the chart '{chart}' is not at {string.Join(" or ", places.Select(place => $"'{place}'"))}, where its repository says that it is. Tell the owner of the repository, or take another version.");

    private static bool IsDigest(LockedChartArchive archive, string digest) => archive.Digest.Hex.Equals(Hex(digest), StringComparison.OrdinalIgnoreCase);

    private static string Hex(string digest) => digest.StartsWith("sha256:", StringComparison.Ordinal) ? digest["sha256:".Length..] : digest;

    private sealed record ChartLoad(string Name, string Version, Func<CancellationToken, Task<LoadedChart>> Load);
}
