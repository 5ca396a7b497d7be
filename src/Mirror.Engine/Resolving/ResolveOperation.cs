using System.Collections.Concurrent;
using System.Globalization;
using Mirror.Engine.Locking;
using Mirror.Engine.Options;
using Mirror.Engine.Resolving.Referrers;
using Mirror.Engine.Resolving.Releases.Signatures;
using Mirror.Model.Configuration;
using Mirror.Model.Incremental;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving;

/// <summary>
/// Asks the sources what the configuration means now, for the entries alone that the lock does not answer or that are to move (DESIGN 4). The only step that reads
/// tags. Its answer is a candidate that Lock puts in place.
/// </summary>
internal sealed class ResolveOperation(
    MirrorOptions options, LockStorage storage, Func<IReadOnlyList<ISourceResolver>> resolvers, Func<ReferrersResolver> referrers, Action<Diagnostic> warn)
{
    private const int Parallelism = 32;

    /// <summary>Called before the first question to a source, if there is one.</summary>
    public Func<CancellationToken, Task> BeforeAsking { get; init; } = _ => Task.CompletedTask;

    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        var expected = ExpectedSources.Of(configuration);
        var existing = await storage.FindAsync(cancellationToken).ConfigureAwait(false);
        var lockFile = storage.Considered(existing ?? LockFile.Empty);
        var reasons = await new LockReasons(options, _ => { }).FindAsync(lockFile, expected, cancellationToken).ConfigureAwait(false);
        if (LockedMode.IsOn(options))
        {
            await LockedMode.EnsureAsync(options, storage, existing, reasons, cancellationToken).ConfigureAwait(false);
        }

        var moving = MovingSources.Choose(options, expected.Entries, lockFile);
        var open = Open(expected, reasons, moving);
        RepeatWarnings(lockFile, expected.Entries.Except(open));
        var signatures = new ReleaseSignatureSet(lockFile.Referrers);
        var questions = open.Select(entry => new SourceQuestion(entry, lockFile, moving.MovesWhole(entry.SourceKey))
        {
            MovingParts = moving.PartsOf(entry.SourceKey),
            Blocked = expected.BlockedImages,
            Moves = moving.MovesWhole,
            ReleaseSignatures = signatures,
            Warn = warn,
        });
        var candidate = await ResolveAsync([.. questions], lockFile, expected, cancellationToken).ConfigureAwait(false);
        TargetCollisions.Ensure(candidate, expected);
        var subjects = SubjectImages.Of(candidate, expected);
        var unanswered = Unanswered(subjects, SubjectImages.Of(lockFile, expected), candidate, moving);
        var found = unanswered.Count == 0
            ? ReferrersLockFile.Empty.Images
            : await referrers().ResolveAsync(unanswered, cancellationToken).ConfigureAwait(false);
        candidate = candidate with
        {
            Referrers = ReferrersLockFile.Of(lockFile.Referrers.Only(subjects.Keys.Where(image => !found.ContainsKey(image)), []).Images.Concat(found), signatures.Of(candidate, expected)),
        };
        await storage.WriteCandidateAsync(options.NoRelease && existing is not null ? candidate.WithReleasesOf(existing) : candidate, cancellationToken).ConfigureAwait(false);
        var freshness = Freshness(reasons, open, unanswered, expected.Entries.Count);
        storage.BeforeResolve = freshness is Stale ? lockFile : null;
        return freshness switch
        {
            Fresh { Reason: var reason } => StepResult.UpToDate(reason),
            Stale { Reason: var reason } => StepResult.Done(reason),
            var other => throw new InvalidOperationException(other.Reason),
        };
    }

    // What has to be known about a selection stays true as long as the lock has it.
    private void RepeatWarnings(LockFile lockFile, IEnumerable<ISourceEntry> answered)
    {
        foreach (var entry in answered)
        {
            foreach (var warning in (lockFile.Sources.GetValueOrDefault(entry.SourceKey) as LockedReleaseSource)?.Warnings ?? [])
            {
                warn(warning.Code.Diagnostic(warning.Message, entry.Span));
            }
        }
    }

    private static List<ISourceEntry> Open(ExpectedSources expected, IReadOnlyList<StaleSource> reasons, MovingSources moving)
    {
        var stale = reasons.Where(reason => reason.Kind is not (StaleKind.Removed or StaleKind.Referrers)).Select(reason => reason.Key).ToHashSet(StringComparer.Ordinal);
        return [.. expected.Entries.Where(entry => stale.Contains(entry.SourceKey) || moving.Moves(entry.SourceKey))];
    }

    /// <summary>The images whose signatures have to be asked for, also because other instances are brought now; what the lock knows of the rest stays.</summary>
    private IReadOnlyList<SubjectImage> Unanswered(
        IReadOnlyDictionary<string, SubjectImage> subjects, IReadOnlyDictionary<string, SubjectImage> before, LockFile candidate, MovingSources moving)
    {
        if (options.RemoveSignatures)
        {
            return [];
        }

        var moved = candidate.Sources.Values.Where(source => moving.MovesWhole(source.Key)).SelectMany(source => source.Images()).Select(image => image.Source.ToString()).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. subjects.Where(subject => moved.Contains(subject.Key)
                || !ReferrersValidity.IsAnswered(subject.Value, candidate.Referrers)
                || !(before.TryGetValue(subject.Key, out var old) && old.Platforms.SequenceEqual(subject.Value.Platforms)))
                .Select(subject => subject.Value),
        ];
    }

    private Freshness Freshness(IReadOnlyList<StaleSource> reasons, List<ISourceEntry> open, IReadOnlyList<SubjectImage> unanswered, int expected)
    {
        if (open.Count > 0)
        {
            return new Stale(string.Create(CultureInfo.InvariantCulture, $"asked about {open.Count} of {expected} sources{(reasons.Count > 0 ? $": {reasons[0].Reason.TrimEnd('.')}" : "")}"));
        }

        if (unanswered.Count > 0)
        {
            return new Stale($"asked what refers to {Counted.Images(unanswered.Count)}: {reasons[0].Reason.TrimEnd('.')}");
        }

        return reasons.Count > 0
            ? new Stale($"nothing to ask; {reasons[0].Reason.TrimEnd('.')}")
            : new Fresh($"'{storage.DisplayName}' answers the configuration");
    }

    private async Task<LockFile> ResolveAsync(
        IReadOnlyList<SourceQuestion> questions, LockFile lockFile, ExpectedSources expected, CancellationToken cancellationToken)
    {
        var answers = new ConcurrentDictionary<string, LockedSource>(StringComparer.Ordinal);
        var failures = new ConcurrentBag<(ISourceEntry Entry, MirrorException Failure)>();
        if (questions.Count == 0)
        {
            return LockMerge.Merge(lockFile, expected, answers);
        }

        await BeforeAsking(cancellationToken).ConfigureAwait(false);

        // Made only now: they open what a run with nothing to ask must not open.
        var kinds = resolvers();
        try
        {
            var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(questions, degree, async (question, token) =>
            {
                try
                {
                    answers[question.Entry.SourceKey] = await kinds.First(kind => kind.Resolves(question.Entry)).ResolveAsync(question, token).ConfigureAwait(false);
                }
                catch (MirrorException e)
                {
                    failures.Add((question.Entry, e));
                }
            }).ConfigureAwait(false);
        }
        finally
        {
            foreach (var kind in kinds.OfType<IDisposable>())
            {
                kind.Dispose();
            }
        }

        ThrowIfAny(failures);
        var candidate = LockMerge.Merge(lockFile, expected, answers);
        foreach (var review in kinds.OfType<IResolutionReview>())
        {
            await review.ReviewAsync(candidate, expected, warn, cancellationToken).ConfigureAwait(false);
        }

        return candidate;
    }

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
