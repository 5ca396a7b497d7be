using Mirror.Oci.Registry;
using Mirror.Oci.Store;

namespace Mirror.Engine.Reporting;

/// <summary>What a run has done so far; it grows step by step, and may be written as a report at any time. Safe for concurrent use.</summary>
public sealed class RunRecord
{
    private readonly Lock _lock = new();
    private readonly List<RunStep> _steps = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly Dictionary<RegistryEndpoint, RegistryStatisticsSnapshot> _traffic = [];
    private ExitCode _exitCode = ExitCode.Complete;

    /// <summary>Of the run so far: that of the first failure.</summary>
    public ExitCode ExitCode
    {
        get
        {
            lock (_lock)
            {
                return _exitCode;
            }
        }
    }

    /// <summary>What <paramref name="failure"/> means for the shell (DESIGN 8); null is a run that did all it should.</summary>
    public static ExitCode ExitCodeOf(Exception? failure, CancellationToken cancellationToken) => failure switch
    {
        null => ExitCode.Complete,
        MirrorException known => known.ExitCode,
        OperationCanceledException when cancellationToken.IsCancellationRequested => ExitCode.Cancelled,
        _ when DiskErrors.Explain(failure) is { } known => known.ExitCode,
        _ => ExitCode.Failed,
    };

    /// <summary>A step had its turn.</summary>
    public void Add(RunStep step)
    {
        lock (_lock)
        {
            _steps.Add(step);
        }
    }

    /// <summary>A warning came up.</summary>
    public void Add(Diagnostic warning)
    {
        lock (_lock)
        {
            _diagnostics.Add(warning);
        }
    }

    /// <summary>Registries were asked, in addition to what was added before.</summary>
    public void Add(IEnumerable<(RegistryEndpoint Endpoint, RegistryStatisticsSnapshot Counts)> traffic)
    {
        lock (_lock)
        {
            foreach (var (endpoint, counts) in traffic)
            {
                _traffic[endpoint] = _traffic.TryGetValue(endpoint, out var before) ? before.Plus(counts) : counts;
            }
        }
    }

    /// <summary>The run failed, or was cancelled by <paramref name="cancellationToken"/>.</summary>
    public void Fail(Exception failure, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _exitCode = _exitCode == ExitCode.Complete ? ExitCodeOf(failure, cancellationToken) : _exitCode;
            _diagnostics.AddRange((failure as MirrorException ?? DiskErrors.Explain(failure))?.Diagnostics ?? []);
        }
    }

    /// <summary>
    /// Replaces the report of the last run. Why that did not work, or null; a report that cannot be written makes a complete run a failed one, and changes nothing
    /// about another.
    /// </summary>
    public async Task<MirrorException?> WriteAsync(MirrorOptions options)
    {
        try
        {
            // Also of a run that was cancelled.
            await ToReport().WriteAsync(options, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            lock (_lock)
            {
                _exitCode = _exitCode == ExitCode.Complete ? ExitCode.Failed : _exitCode;
            }

            return DiskErrors.Explain(failure)!;
        }
    }

    /// <summary>The report as of now.</summary>
    public RunReport ToReport()
    {
        lock (_lock)
        {
            var traffic = _traffic.OrderBy(entry => entry.Key.Name, StringComparer.Ordinal).ThenBy(entry => entry.Key.Side).Select(entry => (entry.Key, entry.Value));
            return new RunReport(_exitCode, [.. _steps], [.. traffic], [.. _diagnostics]);
        }
    }
}
