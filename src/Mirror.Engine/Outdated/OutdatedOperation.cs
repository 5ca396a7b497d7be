using System.Collections.Concurrent;
using System.Globalization;
using Mirror.Engine.Describing;
using Mirror.Engine.Locking;
using Mirror.Engine.Options;
using Mirror.Model.Locking;
using Mirror.Oci.Store;

namespace Mirror.Engine.Outdated;

/// <summary>Asks the sources what they have beyond the lock. Changes nothing, and only fails for it when told to.</summary>
internal sealed class OutdatedOperation(
    MirrorOptions options,
    LockStorage storage,
    Func<ImageProbe> images,
    Func<IReadOnlyList<IDriftProbe>> probes,
    Action<Diagnostic> warn,
    Action<string> say)
{
    private const int Parallelism = 4;
    private const int MaxFailures = 10;

    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        if (options.LockMode == LockMode.Frozen)
        {
            throw MirrorErrors.ConflictingArguments.Exception("'--frozen' allows no source to be asked, which is all that Outdated does. Leave it out.");
        }

        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        var lockFile = await storage.ReadAsync(cancellationToken).ConfigureAwait(false);
        var entries = configuration.Sources.ToDictionary(entry => entry.SourceKey, StringComparer.Ordinal);
        var failures = new ConcurrentBag<MirrorException>();
        var found = new ConcurrentBag<Drift>();
        var known = probes();
        var questions = 0;
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(lockFile.Sources.Values, degree, async (source, token) =>
        {
            if (known.FirstOrDefault(probe => probe.Probes(source)) is not { } probe || !entries.TryGetValue(source.Key, out var entry))
            {
                return;
            }

            Interlocked.Increment(ref questions);
            try
            {
                foreach (var drift in await probe.ProbeAsync(source, entry, token).ConfigureAwait(false))
                {
                    found.Add(drift);
                }
            }
            catch (MirrorException e)
            {
                failures.Add(e);
            }
        }).ConfigureAwait(false);
        var all = lockFile.Sources.Values.SelectMany(source => source.Images()).ToList();
        var (drifts, asked) = await images().ProbeAsync(all, failures.Add, cancellationToken).ConfigureAwait(false);
        var unanswered = Tell([.. failures], isAnyAnswered: failures.Count < questions + asked);
        return await ReportAsync(lockFile, new OutdatedReport(options.Name, Sort(found.Concat(drifts)), unanswered), cancellationToken).ConfigureAwait(false);
    }

    // A release is one thing to people, with one payload; what is told of the image by its tag would be told twice.
    private static List<Drift> Sort(IEnumerable<Drift> drifts) =>
    [
        .. drifts.Distinct()
            .OrderBy(drift => drift.Kind)
            .ThenBy(drift => drift.Item)
            .ThenBy(drift => drift.Scope, StringComparer.Ordinal)
            .ThenBy(drift => drift.Line, StringComparer.Ordinal)
            .ThenBy(drift => drift.Locked, StringComparer.Ordinal),
    ];

    // A source that does not answer says nothing about the lock; if nothing answers, neither does this target.
    private List<string> Tell(List<MirrorException> failures, bool isAnyAnswered)
    {
        var reasons = failures.SelectMany(failure => failure.Diagnostics).DistinctBy(diagnostic => diagnostic.Message).OrderBy(diagnostic => diagnostic.Message, StringComparer.Ordinal).ToList();
        if (failures.Count > 0 && !isAnyAnswered)
        {
            throw new MirrorException([.. reasons.Take(MaxFailures)], failures[0]) { ExitCode = failures[0].ExitCode };
        }

        foreach (var reason in reasons.Take(MaxFailures))
        {
            warn(MirrorErrors.SourceNotAsked.Diagnostic($"A source could not be asked: {reason.Message}", reason.Span));
        }

        if (reasons.Count > MaxFailures)
        {
            warn(MirrorErrors.SourceNotAsked.Diagnostic(string.Create(CultureInfo.InvariantCulture, $"{reasons.Count - MaxFailures} more questions to sources were not answered.")));
        }

        return [.. reasons.Select(reason => reason.Message)];
    }

    private async Task<StepResult> ReportAsync(LockFile lockFile, OutdatedReport report, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.OutputFolder, "outdated");
        var text = report.Text();
        await AtomicFile.WriteAsync(Path.Combine(folder, "outdated.txt"), text, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(Path.Combine(folder, "outdated.md"), report.Markdown(), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(Path.Combine(folder, "outdated.json"), report.Json(), cancellationToken).ConfigureAwait(false);
        say(text);
        var failing = report.Drifts.Where(drift => options.FailOn.Any(word => DriftWords.Means(word, drift))).ToList();
        if (failing.Count > 0)
        {
            throw MirrorErrors.OutdatedFound.Exception(
                $"{OutdatedReport.Summary(failing).TrimEnd('.')}, which '--fail-on {string.Join(' ', options.FailOn)}' asks to fail on; see '{options.DisplayPath(folder)}'. Move the lock on with '--target Lock --refresh', or one source with '--update NAME'.");
        }

        return report is { Drifts.Count: 0, Unanswered.Count: 0 }
            ? StepResult.UpToDate($"the sources have nothing beyond the {Counted.Of(lockFile.Sources.Count, "source", "sources")} of '{storage.DisplayName}'")
            : StepResult.Done($"{report.Summary().TrimEnd('.')}; see '{options.DisplayPath(folder)}'");
    }
}
