using System.Globalization;
using System.Text;
using Mirror.Engine.Connecting;
using Mirror.Engine.Locking;
using Mirror.Engine.Planning;
using Mirror.Model.Configuration;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;
using Mirror.Yaml.Configuration;

namespace Mirror.Engine.Deleting;

/// <summary>Makes plans of deletion and writes them, for people to review: <c>delete/delete-images.yaml</c>, and what stays in <c>delete/kept.txt</c>.</summary>
internal sealed class DeletionPlanning(
    MirrorOptions options, LockStorage storage, LiveLocks liveLocks, LockBaseReader bases, Connections connections, CopyProgress progress, Action<Diagnostic> warn)
{
    private const int MaxWarnings = 10;

    private readonly DestinationNames _names = new(options.Destination, options.MaxNestedPaths);

    /// <summary>Where plans are written and read.</summary>
    public DeletionPlanFile File => new(options, connections.DestinationAddress);

    /// <summary>
    /// A plan for what a DeleteImageSetConfiguration names; for any other configuration, or none, for what the base has and no live lock needs.
    /// </summary>
    public async Task<DeletionPlan> PlanAsync(CancellationToken cancellationToken) =>
        await FindNamedAsync(cancellationToken).ConfigureAwait(false) is { } named
            ? await PlanAsync(named, cancellationToken).ConfigureAwait(false)
            : await PlanRestAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>A plan for what the base has and no live lock needs.</summary>
    public async Task<DeletionPlan> PlanRestAsync(CancellationToken cancellationToken)
    {
        var remover = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (options.Base is null)
        {
            throw MirrorErrors.DeletionUnnamed.Exception(
                "Nothing says what is to be deleted. Name the lock that was mirrored before with '--base FILE' or '--base git:REVISION', or give '--target DeletePlan' a DeleteImageSetConfiguration with '--config'.");
        }

        var live = await ReadLiveAsync(cancellationToken).ConfigureAwait(false);
        var old = await ReadBaseAsync(cancellationToken).ConfigureAwait(false);
        var candidates = new List<DeletionCandidate>();
        var catalogs = new List<KeptContent>();
        var needed = new List<(TargetName Target, Digest Digest)>();
        foreach (var image in PlannedImages.Of(old.Lock))
        {
            var target = _names.Of(image.Target);
            if (live.WhoNeeds(target.Repository, image.Digest) is not null)
            {
                needed.Add((target, image.Digest));
                continue;
            }

            // A catalog that has moved on is replaced; one that is gone may still be what a cluster installs from.
            if (image.Kind == ImageKind.OperatorCatalog && !live.HasTag(target))
            {
                catalogs.Add(new KeptContent(target.ToString(), $"no live lock has the catalog any more, but a cluster may still use it; name it without packages in a DeleteImageSetConfiguration to delete it"));
                continue;
            }

            candidates.Add(new DeletionCandidate(image, target));
        }

        foreach (var catalog in catalogs)
        {
            warn(MirrorErrors.CatalogKept.Diagnostic($"{catalog}."));
        }

        var stale = await new StaleTags(remover, live, connections.Parallelism).FindAsync(needed, cancellationToken).ConfigureAwait(false);
        return await MakeAsync(remover, live, candidates, [.. catalogs, .. stale], cancellationToken).ConfigureAwait(false);
    }

    private async Task<DeletionPlan> PlanAsync(DeleteImageSetConfiguration named, CancellationToken cancellationToken)
    {
        var remover = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var live = await ReadLiveAsync(cancellationToken).ConfigureAwait(false);
        var diagnostics = new DiagnosticBag();
        var selection = new DeletionSelection(await ReadKnownAsync(cancellationToken).ConfigureAwait(false), diagnostics);
        var (images, unknown) = selection.Select(named);
        var candidates = images.Select(image => new DeletionCandidate(image, _names.Of(image.Target))).ToList();
        var targets = unknown.Select(image => _names.Of(Resolving.Images.ImageTarget.Of(image))).ToList();
        var shown = await Concurrently.SelectAsync(
            targets, connections.Parallelism, (target, token) => remover.FindManifestAsync(target.Repository, target.Tag, token), cancellationToken).ConfigureAwait(false);
        foreach (var (image, target, found) in unknown.Zip(targets, shown))
        {
            if (found is null)
            {
                selection.ReportUnknown(image.SourceKey, image.Span);
                continue;
            }

            var planned = new PlannedImage(ImageKind.Additional, image.Name, image.Name.WithDigest(found.Digest), target, found.Descriptor.Size);
            candidates.Add(new DeletionCandidate(planned, target));
        }

        diagnostics.ThrowIfErrors();
        return await MakeAsync(remover, live, candidates, [], cancellationToken).ConfigureAwait(false);
    }

    private async Task<DeletionPlan> MakeAsync(
        IImageRemover remover,
        LiveContent live,
        IReadOnlyList<DeletionCandidate> candidates,
        IReadOnlyList<KeptContent> alsoKept,
        CancellationToken cancellationToken)
    {
        var planner = new DeletionPlanner(
            remover, new RepositoryReader(remover, connections.Parallelism, progress), live, new ReleaseLeftovers(remover, _names, live), connections.Parallelism);
        var made = await planner.PlanAsync(candidates, cancellationToken).ConfigureAwait(false);
        foreach (var kept in made.Kept.Take(MaxWarnings))
        {
            warn(MirrorErrors.ContentKept.Diagnostic($"{kept}."));
        }

        if (made.Kept.Count > MaxWarnings)
        {
            warn(MirrorErrors.ContentKept.Diagnostic(string.Create(CultureInfo.InvariantCulture, $"{made.Kept.Count - MaxWarnings} more stay; '{options.DisplayPath(KeptFile)}' has all of them.")));
        }

        var plan = made with { Kept = [.. made.Kept.Concat(alsoKept).OrderBy(kept => kept.Name, StringComparer.Ordinal)] };
        await File.WriteAsync(plan.Deletions, cancellationToken).ConfigureAwait(false);
        var text = new StringBuilder();
        foreach (var kept in plan.Kept)
        {
            text.Append(CultureInfo.InvariantCulture, $"{kept}\n");
        }

        await AtomicFile.WriteAsync(KeptFile, text.ToString(), cancellationToken).ConfigureAwait(false);
        return plan;
    }

    private string KeptFile => Path.Combine(Path.GetDirectoryName(File.DefaultPath)!, "kept.txt");

    private async Task<IImageRemover> OpenAsync(CancellationToken cancellationToken)
    {
        var remover = connections.Remover;
        await remover.PingAsync(cancellationToken).ConfigureAwait(false);
        return remover;
    }

    private async Task<LiveContent> ReadLiveAsync(CancellationToken cancellationToken) =>
        new(await liveLocks.ReadAsync(cancellationToken).ConfigureAwait(false), _names);

    // A base without content would say that all of it is gone already.
    private async Task<LockBase> ReadBaseAsync(CancellationToken cancellationToken)
    {
        var known = await bases.ReadAsync(cancellationToken).ConfigureAwait(false);
        return known.Lock.Sources.Count > 0
            ? known
            : throw MirrorErrors.DeletionUnnamed.Exception(
                $"What '--base' names ({known.Name}) has no lock '{storage.DisplayName}', or one without content, so nothing says what is to be deleted. Name the lock that was mirrored before.");
    }

    /// <summary>The locks in which names are looked up: the base, if one is given, and the mirror's own.</summary>
    private async Task<IReadOnlyList<LockBase>> ReadKnownAsync(CancellationToken cancellationToken)
    {
        var known = new List<LockBase>();
        if (options.Base is not null)
        {
            known.Add(await ReadBaseAsync(cancellationToken).ConfigureAwait(false));
        }

        if (await storage.FindAsync(cancellationToken).ConfigureAwait(false) is { } own)
        {
            known.Add(new LockBase(storage.DisplayName, own));
        }

        return known;
    }

    private async Task<DeleteImageSetConfiguration?> FindNamedAsync(CancellationToken cancellationToken)
    {
        if (!System.IO.File.Exists(options.ConfigurationFile))
        {
            return null;
        }

        var bytes = await ConfigurationLoader.ReadBytesAsync(options, cancellationToken).ConfigureAwait(false);
        if (!ConfigurationKind.IsDelete(bytes))
        {
            return null;
        }

        var diagnostics = new DiagnosticBag();
        var configuration = DeleteImageSetConfigurationReader.Read(bytes, options.DisplayPath(options.ConfigurationFile), diagnostics);
        diagnostics.ThrowIfErrors();
        foreach (var warning in diagnostics)
        {
            warn(warning);
        }

        return configuration;
    }
}
