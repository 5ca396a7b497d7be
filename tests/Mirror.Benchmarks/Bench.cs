using System.Globalization;
using Mirror.Benchmarks.Images;
using Mirror.Benchmarks.Reporting;
using Mirror.Benchmarks.Workers;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Benchmarks;

/// <summary>Runs the bare copy and Publish in turns, so that what else the machine does hits both.</summary>
internal sealed class Bench(BenchOptions options, TextWriter output)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var set = BenchSet.Standard(options.Scale);
        var content = string.Create(CultureInfo.InvariantCulture, $"{set.Images.Count} images, {set.Blobs.Count} blobs, {set.Bytes / 1e6:0} MB");
        var rows = new List<BenchRow>();
        if (options.Delays.Count > 0 || options.MeasuresArchives)
        {
            output.WriteLine($"Filling the source with {content} ...");
            await using var source = await SourceAsync(set, cancellationToken);
            foreach (var delay in options.Delays)
            {
                rows.AddRange(await CompareAsync(source, set, delay, cancellationToken));
            }

            if (options.MeasuresArchives)
            {
                rows.AddRange(await CompareArchivesAsync(source, set, cancellationToken));
            }
        }

        if (options.SimulatesShards)
        {
            rows.AddRange(await SimulateShardsAsync(set, cancellationToken));
        }

        if (options.MeasuresMemory)
        {
            rows.AddRange(await MeasureMemoryAsync(cancellationToken));
        }

        var report = new BenchReport(BenchReport.DescribeMachine(), content, options.Runs, rows);
        await report.WriteAsync(options.Output, cancellationToken);
        report.Print(output);
    }

    private async Task<IReadOnlyList<BenchRow>> CompareAsync(
        DockerRegistryProcess registry, BenchSet set, TimeSpan delay, CancellationToken cancellationToken)
    {
        await using var source = BenchSide.Of(registry, delay);
        var bare = new List<Measurement>();
        var cold = new List<Measurement>();
        var unsigned = new List<Measurement>();
        var unchanged = new List<Measurement>();
        var skopeo = new List<Measurement>();
        await source.TakeRequestsAsync(cancellationToken);
        for (var run = 0; run < options.Runs; run++)
        {
            using var folder = new BenchFolder(source.Endpoint, set.Images.Select(image => image.Repository));
            await using (var destination = await BenchSide.StartAsync(delay, cancellationToken))
            {
                bare.Add(await MeasureAsync(["bare", source.Endpoint, destination.Endpoint, folder.List], source, destination, cancellationToken));
            }

            // It takes many times as long as the others; once is enough to see by how much.
            if (run == 0 && options.MeasuresSkopeo && RequiredTools.IsInstalled("skopeo"))
            {
                await using var destination = await BenchSide.StartAsync(delay, cancellationToken);
                skopeo.Add(await MeasureAsync(["skopeo", source.Endpoint, destination.Endpoint, folder.List], source, destination, cancellationToken));
            }

            await using (var destination = await BenchSide.StartAsync(delay, cancellationToken))
            {
                string[] publish = ["publish", folder.Path, destination.Endpoint];
                cold.Add(await MeasureAsync(publish, source, destination, cancellationToken));
                unchanged.Add(await MeasureAsync(publish, source, destination, cancellationToken));
            }

            using (var other = new BenchFolder(source.Endpoint, set.Images.Select(image => image.Repository)))
            {
                await using var destination = await BenchSide.StartAsync(delay, cancellationToken);
                unsigned.Add(await MeasureAsync(["publish-unsigned", other.Path, destination.Endpoint], source, destination, cancellationToken));
            }

            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{delay.TotalMilliseconds} ms, run {run + 1}: bare {bare[^1].Seconds:0.00} s, cold {cold[^1].Seconds:0.00} s, without signatures {unsigned[^1].Seconds:0.00} s, unchanged {unchanged[^1].Seconds:0.00} s"));
        }

        var baseline = BenchRow.Median(bare.Select(run => run.Seconds));
        return
        [
            BenchRow.Of("bare copy, 8 connections", delay, bare, baseline),
            .. skopeo.Count == 0 ? Array.Empty<BenchRow>() : [BenchRow.Of("skopeo sync", delay, skopeo, baseline)],
            BenchRow.Of("Publish, cold", delay, cold, baseline),
            BenchRow.Of("Publish, cold, no signatures", delay, unsigned, baseline),
            BenchRow.Of("Publish, nothing changed", delay, unchanged, baseline),
        ];
    }

    // Every runner has an empty store, and 30 ms to both registries, as runners do.
    private static async Task<IReadOnlyList<BenchRow>> SimulateShardsAsync(BenchSet set, CancellationToken cancellationToken)
    {
        var delay = TimeSpan.FromMilliseconds(30);
        await using var registry = await SourceAsync(set, cancellationToken);
        await using var source = BenchSide.Of(registry, delay);
        var rows = new List<BenchRow>();
        foreach (var count in (int[])[1, 2, 4, 8])
        {
            await using var destination = await BenchSide.StartAsync(delay, cancellationToken);
            var parts = new List<Measurement>();
            foreach (var part in ShardSimulation.Parts(count))
            {
                parts.Add(await RunAsync(part));
            }

            var measurement = ShardSimulation.Combine(parts, await RunAsync());
            rows.Add(BenchRow.Of(ShardSimulation.NameOf(count), delay, [measurement], rows.Count == 0 ? measurement.Seconds : rows[0].Seconds));

            async Task<Measurement> RunAsync(params string[] part)
            {
                using var folder = new BenchFolder(source.Endpoint, set.Images.Select(image => image.Repository));
                await source.TakeRequestsAsync(cancellationToken);
                return await MeasureAsync(["publish", folder.Path, destination.Endpoint, .. part], source, destination, cancellationToken);
            }
        }

        return rows;
    }

    private async Task<IReadOnlyList<BenchRow>> CompareArchivesAsync(DockerRegistryProcess registry, BenchSet set, CancellationToken cancellationToken)
    {
        await using var source = BenchSide.Of(registry, TimeSpan.Zero);
        var (bare, cold, plain) = (new List<Measurement>(), new List<Measurement>(), new List<Measurement>());
        var (warm, direct, from) = (new List<Measurement>(), new List<Measurement>(), new List<Measurement>());
        await source.TakeRequestsAsync(cancellationToken);
        for (var run = 0; run < options.Runs; run++)
        {
            using var folder = new BenchFolder(source.Endpoint, set.Images.Select(image => image.Repository));
            await using var first = await BenchSide.StartAsync(TimeSpan.Zero, cancellationToken);
            await using var second = await BenchSide.StartAsync(TimeSpan.Zero, cancellationToken);
            await using (var third = await BenchSide.StartAsync(TimeSpan.Zero, cancellationToken))
            {
                bare.Add(await MeasureAsync(["bare", source.Endpoint, third.Endpoint, folder.List], source, third, cancellationToken));
            }

            cold.Add(await MeasureAsync(["pack", folder.Path], source, first, cancellationToken));
            plain.Add(await MeasureAsync(["plain", folder.Path], source, first, cancellationToken));
            warm.Add(await MeasureAsync(["pack-warm", folder.Path], source, first, cancellationToken));
            from.Add(await MeasureAsync(["publish-from", folder.Path, first.Endpoint], source, first, cancellationToken));
            using var other = new BenchFolder(source.Endpoint, set.Images.Select(image => image.Repository));
            direct.Add(await MeasureAsync(["publish", other.Path, second.Endpoint], source, second, cancellationToken));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"archives, run {run + 1}: bare {bare[^1].Seconds:0.00} s, cold {cold[^1].Seconds:0.00} s, tar and sha256sum {plain[^1].Seconds:0.00} s, warm {warm[^1].Seconds:0.00} s, from the archive {from[^1].Seconds:0.00} s, from the source {direct[^1].Seconds:0.00} s"));
        }

        var bareSeconds = BenchRow.Median(bare.Select(run => run.Seconds));
        var (plainSeconds, directSeconds) = (BenchRow.Median(plain.Select(run => run.Seconds)), BenchRow.Median(direct.Select(run => run.Seconds)));
        return
        [
            BenchRow.Of("bare copy, for Fetch and Pack", TimeSpan.Zero, bare, bareSeconds),
            BenchRow.Of("Fetch and Pack, cold", TimeSpan.Zero, cold, bareSeconds),
            BenchRow.Of("tar, then sha256sum", TimeSpan.Zero, plain, plainSeconds),
            BenchRow.Of("Pack, warm store", TimeSpan.Zero, warm, plainSeconds),
            BenchRow.Of("Publish from the source", TimeSpan.Zero, direct, directSeconds),
            BenchRow.Of("Publish from the archive", TimeSpan.Zero, from, directSeconds),
        ];
    }

    private async Task<IReadOnlyList<BenchRow>> MeasureMemoryAsync(CancellationToken cancellationToken)
    {
        var rows = new List<BenchRow>();
        foreach (var times in (int[])[1, 10])
        {
            var set = BenchSet.Tiny(times);
            await using var source = await SourceAsync(set, cancellationToken);
            rows.Add(await MeasureColdAsync(
                string.Create(CultureInfo.InvariantCulture, $"Publish, {set.Blobs.Count} tiny blobs"),
                source, set.Images.Select(image => image.Repository), cancellationToken));
        }

        using var storage = new TempFolder();
        await using var huge = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { StorageFolder = storage.Path }, cancellationToken);
        using var client = new HttpClient();
        await HugeImage.PlaceAsync(client, huge.BaseUri, storage.Path, options.HugeBlob, cancellationToken);
        rows.Add(await MeasureColdAsync(
            string.Create(CultureInfo.InvariantCulture, $"Publish, one blob of {options.HugeBlob / 1e9:0.0} GB"), huge, [HugeImage.Repository], cancellationToken));
        return rows;
    }

    private static async Task<BenchRow> MeasureColdAsync(
        string name, DockerRegistryProcess registry, IEnumerable<string> repositories, CancellationToken cancellationToken)
    {
        await using var source = BenchSide.Of(registry, TimeSpan.Zero);
        await using var destination = await BenchSide.StartAsync(TimeSpan.Zero, cancellationToken);
        using var folder = new BenchFolder(source.Endpoint, repositories);
        await source.TakeRequestsAsync(cancellationToken);
        return BenchRow.Of(
            name, TimeSpan.Zero, [await MeasureAsync(["publish", folder.Path, destination.Endpoint], source, destination, cancellationToken)], baseline: null);
    }

    private static async Task<Measurement> MeasureAsync(IReadOnlyList<string> work, BenchSide source, BenchSide destination, CancellationToken cancellationToken)
    {
        var (seconds, result) = await WorkerProcess.RunAsync(work, cancellationToken);
        return new Measurement(
            seconds,
            result.Seconds,
            result.PeakMemory,
            result.CpuSeconds,
            await source.TakeRequestsAsync(cancellationToken),
            await destination.TakeRequestsAsync(cancellationToken),
            result.Steps);
    }

    private static async Task<DockerRegistryProcess> SourceAsync(BenchSet set, CancellationToken cancellationToken)
    {
        var source = await DockerRegistryProcess.StartAsync(cancellationToken);
        try
        {
            using var client = new HttpClient();
            await client.UploadAsync(source.BaseUri, set, cancellationToken);
            return source;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }
}
