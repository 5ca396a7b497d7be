using Mirror.Charts;
using Mirror.Charts.Loading;
using Mirror.Engine.Connecting;
using Mirror.Engine.Planning;
using Mirror.Engine.Resolving.Charts;
using Mirror.Model.Locking;
using Mirror.Oci.Store;

namespace Mirror.Engine.Building;

/// <summary>Makes images of charts, from their archives. An archive that is gone upstream is taken from the store or the destination (promise 2).</summary>
internal sealed class ChartBuilder(MirrorOptions options, Connections connections) : IImageBuilder
{
    public bool Builds(LockedSource source) => source is LockedHelmSource;

    public async Task BuildAsync(LockedSource source, CancellationToken cancellationToken)
    {
        var store = connections.Store;
        var failures = new List<MirrorException>();
        foreach (var chart in ((LockedHelmSource)source).Charts)
        {
            if (chart.Artifact is not { } artifact || chart.Archive.Origin is ChartImage || store.Blobs.Contains(artifact.Digest))
            {
                continue;
            }

            try
            {
                await BuildAsync(chart, artifact, store, cancellationToken).ConfigureAwait(false);
            }
            catch (MirrorException e)
            {
                // The others do not depend on it; all that could not be made are told together.
                failures.Add(e);
            }
        }

        if (failures.Count > 0)
        {
            throw MirrorException.Join(failures);
        }
    }

    private async Task BuildAsync(LockedChart chart, LockedChartArtifact expected, ContentStore store, CancellationToken cancellationToken)
    {
        var archive = await ReadAsync(chart, expected, cancellationToken).ConfigureAwait(false);
        var made = ChartArtifact.Of(Load(chart, archive));
        if (made.Digest != expected.Digest)
        {
            throw MirrorErrors.ChartDigestMismatch.Exception(
                $"The image of the chart '{chart.Id}' is not the one that the lock names: expected '{expected.Digest}', got '{made.Digest}'. Another version of Mirror may have made it; make it anew with '--target Lock --update {chart.Name}'.");
        }

        await store.Blobs.IngestAsync(archive, cancellationToken).ConfigureAwait(false);
        await store.Blobs.IngestAsync(made.Config, cancellationToken).ConfigureAwait(false);
        await store.Blobs.IngestAsync(made.Manifest, cancellationToken).ConfigureAwait(false);
    }

    private static LoadedChart Load(LockedChart chart, byte[] archive)
    {
        using var stream = new MemoryStream(archive, writable: false);
        try
        {
            return new LoadedChart(Chart.Load(stream, chart.Id, ChartArchives.Limits), chart.Archive);
        }
        catch (ChartException e)
        {
            throw ChartProblems.Of(e, chart.Id, null);
        }
    }

    private async Task<byte[]> ReadAsync(LockedChart chart, LockedChartArtifact artifact, CancellationToken cancellationToken)
    {
        var archives = new ChartArchives(connections.Store, connections.ChartFiles, connections.Sources, options.ConfigurationFolder);
        try
        {
            return await ReadAsync(archives, chart, cancellationToken).ConfigureAwait(false);
        }
        catch (MirrorException)
        {
            if (await FindAtDestinationAsync(chart, artifact, cancellationToken).ConfigureAwait(false) is { } kept)
            {
                return kept;
            }

            throw;
        }
    }

    private static async Task<byte[]> ReadAsync(ChartArchives archives, LockedChart chart, CancellationToken cancellationToken)
    {
        try
        {
            return await archives.ReadAsync(chart, cancellationToken).ConfigureAwait(false);
        }
        catch (ChartException e)
        {
            // What lies on disk is no chart any more.
            throw ChartProblems.Of(e, chart.Id, null);
        }
    }

    private async Task<byte[]?> FindAtDestinationAsync(LockedChart chart, LockedChartArtifact artifact, CancellationToken cancellationToken)
    {
        if (options.Destination is null)
        {
            return null;
        }

        var target = new DestinationNames(options.Destination, options.MaxNestedPaths).Of(artifact.Target);
        var layer = new Descriptor(ChartLayer.ContentType, chart.Archive.Digest, chart.Archive.Size);
        var place = connections.DestinationReference(target, artifact.Digest);
        if (layer.Size > ChartArchives.Limits.MaxArchiveBytes
            || await connections.DestinationContent.FindBlobAsync(place, layer, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            return null;
        }

        await using (content.ConfigureAwait(false))
        {
            var bytes = new byte[layer.Size];
            await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
    }
}
