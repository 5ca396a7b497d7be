using System.Globalization;
using Mirror.Engine.Connecting;
using Mirror.Engine.Fetching;
using Mirror.Engine.Locking;
using Mirror.Engine.Options;
using Mirror.Engine.Planning;
using Mirror.Engine.Receipts;
using Mirror.Model.Configuration;
using Mirror.Model.Planning;
using Mirror.Oci.Archives;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Packing;

/// <summary>
/// Writes what the lock names, or what a base lacks of it, from the content store into an archive (DESIGN 6). The same lock and base give the same files on every
/// machine; files that are there are never written to.
/// </summary>
internal sealed class PackOperation(
    MirrorOptions options,
    LockStorage storage,
    LockBaseReader bases,
    Connections connections,
    CopyProgress progress,
    Action<Diagnostic> warn)
{
    private const long GiB = 1L << 30;

    private string Folder => Path.Combine(options.OutputFolder, "archives");

    /// <summary>Makes sure, before content is fetched for hours, that a base which is named can be read.</summary>
    /// <exception cref="MirrorException">MIR2020, MIR2021.</exception>
    public Task EnsureBaseAsync(CancellationToken cancellationToken) => options.Base is null ? Task.CompletedTask : ReadBaseAsync(cancellationToken);

    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var lockFile = await storage.ReadAsync(cancellationToken).ConfigureAwait(false);
        var images = PlannedImages.Of(lockFile);
        var trees = await LoadAsync(images, cancellationToken).ConfigureAwait(false);
        var configuration = options.HasConfiguration ? (await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false)).Configuration : null;
        var archiveBase = await FindBaseAsync(configuration, cancellationToken).ConfigureAwait(false);
        var content = new PackedContent();
        var check = new BaseCheck(options, storage.DisplayName, warn);
        if (archiveBase is not null)
        {
            check.Receipt(archiveBase, lockFile);
            await HoldAsync(content, archiveBase, images, trees, cancellationToken).ConfigureAwait(false);
        }

        var (brought, required) = content.Divide(images, trees);
        var bytes = LockBytes.Of(lockFile);
        var baseBytes = archiveBase is null ? null : LockBytes.Of(archiveBase.Lock);
        var plan = new ArchivePlan
        {
            Mirror = options.Name,
            Lock = bytes.Lock,
            Referrers = bytes.Referrers,
            Base = baseBytes?.LockDigest,
            Index = PackedContent.IndexOf(images, trees, brought),
            Blobs = brought,
            Requires = required,
        };
        if (baseBytes?.Pins == bytes.Pins)
        {
            return StepResult.UpToDate($"{archiveBase!.Name} is what '{storage.DisplayName}' says; there is nothing to carry");
        }

        if (archiveBase is not null)
        {
            check.Content(archiveBase, content, required);
        }

        EnsureStored(brought);
        var layout = ArchiveLayout.Of(plan, SegmentSizeOf(configuration));
        ReportOversized(layout);
        progress.Plan(images.Count, brought.Sum(blob => blob.Size));
        var written = await WriteAsync(layout, cancellationToken).ConfigureAwait(false);
        foreach (var _ in images)
        {
            progress.ImageIsDone();
        }

        return written == 0 ? StepResult.UpToDate($"{Describe(layout)} are there already") : StepResult.Done(Summary(layout, images, archiveBase, configuration));
    }

    private async Task<LockBase?> FindBaseAsync(ImageSetConfiguration? configuration, CancellationToken cancellationToken)
    {
        if (options.Base is null)
        {
            return configuration?.Storage is { } place ? await FindReceiptAsync(place, cancellationToken).ConfigureAwait(false) : null;
        }

        var found = await ReadBaseAsync(cancellationToken).ConfigureAwait(false);
        if (found.Lock.Sources.Count > 0)
        {
            return found;
        }

        warn(MirrorErrors.BaseEmpty.Diagnostic($"There is nothing in the lock of {found.Name}, so the archive has everything."));
        return null;
    }

    private async Task<LockBase?> FindReceiptAsync(ReceiptStorage place, CancellationToken cancellationToken)
    {
        try
        {
            return await new ReceiptStore(options, place, connections).FindAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MirrorException e) when (place.Image is not null && e.ExitCode == ExitCode.Source)
        {
            var diagnostic = e.Diagnostics[0];
            throw new MirrorException(
                [diagnostic with { Message = $"{diagnostic.Message} 'storageConfig' says that receipts are there; with '--base' another receipt or lock is the base.", Span = diagnostic.Span ?? place.Span }], e)
            {
                ExitCode = e.ExitCode,
            };
        }
    }

    private async Task<LockBase> ReadBaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await bases.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MirrorException e) when (options.Base is BaseFile && e.Diagnostics is [{ } only] && only.Code == MirrorErrors.BaseMissing)
        {
            throw MirrorErrors.BaseMissing.Exception(
                $"{only.Message} A lost receipt is written again by the 'Publish --from' that wrote it, which sends nothing twice. Or name an older lock, 'git:REVISION' too, or leave '--base' out to pack everything.", e);
        }
    }

    private async Task<IReadOnlyDictionary<TargetName, ManifestTree>> LoadAsync(IReadOnlyList<PlannedImage> images, CancellationToken cancellationToken)
    {
        var loaded = await TreesOf(images, cancellationToken).ConfigureAwait(false);
        return loaded.Failures.Count == 0
            ? loaded.Trees
            : throw new MirrorException([.. loaded.Failures.SelectMany(failure => failure.Reason.Diagnostics)]) { ExitCode = loaded.Failures[0].Reason.ExitCode };
    }

    private Task<LoadedTrees> TreesOf(IReadOnlyList<PlannedImage> images, CancellationToken cancellationToken) =>
        new TreeLoading(new ManifestTreeReader(connections.Store, connections.Sources), readsAll: true).LoadAsync(images, cancellationToken);

    private async Task HoldAsync(
        PackedContent content,
        LockBase archiveBase,
        IReadOnlyList<PlannedImage> images,
        IReadOnlyDictionary<TargetName, ManifestTree> trees,
        CancellationToken cancellationToken)
    {
        var same = images.ToDictionary(image => (image.Target, image.Digest), image => image.Platforms);
        var held = PlannedImages.Of(archiveBase.Lock);
        var others = held.Where(image => !IsUnchanged(image)).ToList();
        var loaded = await TreesOf(others, cancellationToken).ConfigureAwait(false);
        foreach (var image in held)
        {
            if (IsUnchanged(image))
            {
                content.Hold(image.Target, trees[image.Target]);
            }
            else if (loaded.Trees.TryGetValue(image.Target, out var tree))
            {
                content.Hold(image.Target, tree);
            }
        }

        foreach (var failure in loaded.Failures)
        {
            warn(MirrorErrors.BaseUnread.Diagnostic($"'{failure.Image.Source}' of {archiveBase.Name} cannot be read any more; what it shares with the new lock is packed again."));
        }

        bool IsUnchanged(PlannedImage image) => same.TryGetValue((image.Target, image.Digest), out var platforms) && platforms.SequenceEqual(image.Platforms);
    }

    private void EnsureStored(IReadOnlyList<ArchivedBlob> blobs)
    {
        var missing = blobs.Where(blob => connections.Store.Blobs.SizeOf(blob.Digest) != blob.Size).ToList();
        if (missing.Count > 0)
        {
            throw MirrorErrors.BlobGone.Exception(string.Create(
                CultureInfo.InvariantCulture,
                $"The store '{options.DisplayPath(options.StoreFolder)}' lacks {Counted.Of(missing.Count, "blob", "blobs")} that must be packed, '{missing[0].Digest}' first. Run '--target Fetch', or 'Pack' without '--exclusive'."));
        }
    }

    private long SegmentSizeOf(ImageSetConfiguration? configuration) =>
        options.ArchiveSize ?? ((configuration?.ArchiveSize is { } given and > 0 ? given : ImageSetConfiguration.DefaultArchiveSize) * GiB);

    private void ReportOversized(ArchiveLayout layout)
    {
        var code = options.StrictArchive ? MirrorErrors.BlobOverSegment : MirrorErrors.SegmentOversized;
        var diagnostics = layout.Oversized
            .Select(blob => code.Diagnostic(
                $"'{blob.Digest}' has {ByteSize.Format(blob.Size)}, more than a segment may have; {(options.StrictArchive ? "with '--strict-archive' nothing is packed" : "it has a segment of its own")}."))
            .ToList();
        if (options.StrictArchive && diagnostics.Count > 0)
        {
            throw new MirrorException(diagnostics);
        }

        diagnostics.ForEach(warn);
    }

    /// <summary>How many segments had to be written.</summary>
    private async Task<int> WriteAsync(ArchiveLayout layout, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(options.OutputFolder, "plan"));
        using var alone = await FileLock.AcquireAsync(Path.Combine(options.OutputFolder, "plan", "pack.lock"), cancellationToken).ConfigureAwait(false);
        var writer = new ArchiveWriter(layout, Folder, connections.Store.Blobs, progress);
        writer.RemoveAbandoned();
        var stamp = await PackStamp.ReadAsync(options, layout, cancellationToken).ConfigureAwait(false);
        var digests = await PresentAsync(layout, writer, stamp, cancellationToken).ConfigureAwait(false);
        DiskSpace.Ensure(Folder, layout.Sizes.Where((_, i) => !digests.ContainsKey(i + 1)).Sum(), MirrorArguments.Output);
        var written = 0;
        for (var segment = 1; segment <= layout.Sizes.Count; segment++)
        {
            if (!digests.ContainsKey(segment))
            {
                digests[segment] = await writer.WriteAsync(segment, cancellationToken).ConfigureAwait(false);
                await stamp.AddAsync(writer.PathOf(segment), digests[segment], cancellationToken).ConfigureAwait(false);
                written++;
            }
        }

        var checksums = string.Concat(Enumerable.Range(1, layout.Sizes.Count).Select(segment => $"{digests[segment].Hex}  {layout.Contents.Name.SegmentFile(segment)}\n"));
        await AtomicFile.WriteAsync(Path.Combine(Folder, layout.Contents.Name.ChecksumFile), checksums, cancellationToken).ConfigureAwait(false);
        return written;
    }

    /// <summary>The segments that need not be written, with their digests.</summary>
    private async Task<Dictionary<int, Digest>> PresentAsync(ArchiveLayout layout, ArchiveWriter writer, PackStamp stamp, CancellationToken cancellationToken)
    {
        var digests = new Dictionary<int, Digest>();
        var foreign = new List<Diagnostic>();
        for (var segment = 1; segment <= layout.Sizes.Count; segment++)
        {
            var path = writer.PathOf(segment);
            if (!File.Exists(path))
            {
                continue;
            }

            if ((options.Deep ? null : stamp.Find(path)) is { } known)
            {
                digests[segment] = known;
            }
            else if (await writer.CompareAsync(segment, cancellationToken).ConfigureAwait(false) is { } same)
            {
                digests[segment] = same;
                await stamp.AddAsync(path, same, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                foreign.Add(MirrorErrors.ArchiveExists.Diagnostic(
                    $"'{options.DisplayPath(path)}' is there with other content than this run would write: it was damaged or changed, or packed with another '--archive-size'. Move it away, or name another folder with '--output'."));
            }
        }

        return foreign.Count == 0 ? digests : throw new MirrorException(foreign);
    }

    private string Describe(ArchiveLayout layout) => layout.Sizes.Count == 1
        ? $"'{layout.Contents.Name.SegmentFile(1)}' and its checksum file in '{options.DisplayPath(Folder)}'"
        : string.Create(CultureInfo.InvariantCulture, $"the {layout.Sizes.Count} segments of '{layout.Contents.Name}' and their checksum file in '{options.DisplayPath(Folder)}'");

    private string Summary(ArchiveLayout layout, IReadOnlyList<PlannedImage> images, LockBase? archiveBase, ImageSetConfiguration? configuration)
    {
        var text = $"wrote {Describe(layout)}: {Counted.Images(images.Count)}, {ByteSize.Format(layout.Sizes.Sum())}";
        return archiveBase is null
            ? $"{text}{(options.Base is null && configuration?.Storage is not null ? "; where 'storageConfig' says there is no receipt of this mirror yet, so the archive has everything" : "")}"
            : string.Create(CultureInfo.InvariantCulture, $"{text}; {layout.Contents.Requires.Count} manifests and blobs are left out, which {archiveBase.Name} has");
    }
}
