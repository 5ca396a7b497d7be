using System.Collections.Concurrent;
using System.Globalization;
using Mirror.Engine.Locking;
using Mirror.Engine.Options;
using Mirror.Engine.Resolving.Images;
using Mirror.Model.Configuration;
using Mirror.Model.Incremental;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving;

/// <summary>
/// Asks the sources what the configuration means now, for the entries alone that the lock does not answer or that are to move (DESIGN 4). The only step that reads
/// tags. Its answer is a candidate that Lock puts in place.
/// </summary>
internal sealed class ResolveOperation(MirrorOptions options, LockStorage storage, Func<ImageResolver> images)
{
    private const int Parallelism = 32;

    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        var expected = ExpectedSources.Of(configuration);
        ResolvableKinds.Ensure(expected.Entries);
        var existing = await storage.FindAsync(cancellationToken).ConfigureAwait(false);
        var lockFile = existing ?? LockFile.Empty;
        var reasons = LockValidity.Check(lockFile, expected);
        if (LockedMode.IsOn(options))
        {
            await LockedMode.EnsureAsync(options, storage, existing, reasons, cancellationToken).ConfigureAwait(false);
        }

        var moving = MovingSources.Choose(options, expected.Entries);
        var open = Open(expected, reasons, moving);
        var answers = await ResolveAsync(open, moving, lockFile, cancellationToken).ConfigureAwait(false);
        var candidate = LockMerge.Merge(lockFile, expected, answers);
        TargetCollisions.Ensure(candidate, expected);
        await storage.WriteCandidateAsync(candidate, cancellationToken).ConfigureAwait(false);
        return Freshness(reasons, open, expected.Entries.Count) switch
        {
            Fresh { Reason: var reason } => StepResult.UpToDate(reason),
            Stale { Reason: var reason } => StepResult.Done(reason),
            var other => throw new InvalidOperationException(other.Reason),
        };
    }

    private static List<ISourceEntry> Open(ExpectedSources expected, IReadOnlyList<StaleSource> reasons, IReadOnlySet<string> moving)
    {
        var stale = reasons.Where(reason => reason.Kind != StaleKind.Removed).Select(reason => reason.Key).ToHashSet(StringComparer.Ordinal);
        return [.. expected.Entries.Where(entry => stale.Contains(entry.SourceKey) || moving.Contains(entry.SourceKey))];
    }

    private Freshness Freshness(IReadOnlyList<StaleSource> reasons, List<ISourceEntry> open, int expected)
    {
        if (open.Count > 0)
        {
            return new Stale(string.Create(CultureInfo.InvariantCulture, $"asked about {open.Count} of {expected} sources{(reasons.Count > 0 ? $": {reasons[0].Reason.TrimEnd('.')}" : "")}"));
        }

        return reasons.Count > 0
            ? new Stale($"nothing to ask; {reasons[0].Reason.TrimEnd('.')}")
            : new Fresh($"'{storage.DisplayName}' answers the configuration");
    }

    private async Task<IReadOnlyDictionary<string, LockedSource>> ResolveAsync(
        List<ISourceEntry> open,
        IReadOnlySet<string> moving,
        LockFile lockFile,
        CancellationToken cancellationToken)
    {
        var answers = new ConcurrentDictionary<string, LockedSource>(StringComparer.Ordinal);
        var failures = new ConcurrentBag<(ISourceEntry Entry, MirrorException Failure)>();
        if (open.Count == 0)
        {
            return answers;
        }

        var resolver = images();
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(open.Cast<AdditionalImage>(), degree, async (entry, token) =>
        {
            try
            {
                var pin = moving.Contains(entry.SourceKey) ? null : FindPin(lockFile, entry);
                answers[entry.SourceKey] = await resolver.ResolveAsync(entry, pin, token).ConfigureAwait(false);
            }
            catch (MirrorException e)
            {
                failures.Add((entry, e));
            }
        }).ConfigureAwait(false);
        ThrowIfAny(failures);
        return answers;
    }

    /// <summary>What the lock already says of the same image: an entry that changed in another field keeps its digest.</summary>
    private static Digest? FindPin(LockFile lockFile, AdditionalImage entry) => lockFile.Sources.Values
        .OfType<LockedImageSource>()
        .FirstOrDefault(source => source.Name == entry.Name)?.Resolved.Digest;

    private static void ThrowIfAny(IReadOnlyCollection<(ISourceEntry Entry, MirrorException Failure)> failures)
    {
        if (failures.Count == 0)
        {
            return;
        }

        var ordered = failures.OrderBy(failure => failure.Entry.SourceKey, StringComparer.Ordinal).ToList();
        var diagnostics = ordered.SelectMany(failure => failure.Failure.Diagnostics.Select(d => d.Span is null ? d with { Span = failure.Entry.Span } : d));
        throw new MirrorException([.. diagnostics], ordered[0].Failure) { ExitCode = ordered[0].Failure.ExitCode };
    }
}
