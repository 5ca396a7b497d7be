using System.Globalization;
using System.Xml.Linq;
using Mirror.Build.Reporting;

namespace Mirror.Build.Testing;

/// <summary>Builds the solution once and runs its test projects side by side, as many as there are processors.</summary>
internal sealed class TestSuite(Repository repository, Terminal terminal)
{
    private const string Configuration = "debug";

    // A project that hangs must not take the whole pipeline's time with it.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(25);

    private string ResultsFolder => Path.Combine(repository.Artifacts, "tests");

    /// <summary>Sums over all projects; a project that dies without a result counts as one failed test.</summary>
    /// <param name="filter">As <c>dotnet test --filter</c> takes it; null for all tests.</param>
    /// <param name="cancellationToken">Ends the runners too.</param>
    /// <exception cref="MirrorException">The solution does not build.</exception>
    public async Task<TestCounts> RunAsync(string? filter, CancellationToken cancellationToken)
    {
        await BuildAsync(cancellationToken);
        Directory.CreateDirectory(ResultsFolder);
        var projects = Directory.EnumerateDirectories(Path.Combine(repository.Root, "tests"), "*.Tests").Select(Path.GetFileName).Order(StringComparer.Ordinal);
        var gate = new Lock();
        var sum = default(TestCounts);
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(projects, degree, async (project, token) =>
        {
            var counts = await RunAsync(project!, filter, token);
            lock (gate)
            {
                sum += counts;
            }
        });
        return sum;
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        var build = await ToolRun.DotnetAsync(
            repository.Root, ["build", repository.Solution, "-nologo", "-v", "quiet", "-nodeReuse:false", "-consoleLoggerParameters:NoSummary"], cancellationToken);
        if (build.ExitCode == 0)
        {
            return;
        }

        Print(build.Lines.Distinct(StringComparer.Ordinal));
        throw MirrorErrors.TestsFailed.Exception("The solution does not build.");
    }

    private async Task<TestCounts> RunAsync(string project, string? filter, CancellationToken cancellationToken)
    {
        var trx = Path.Combine(ResultsFolder, $"{project}.trx");
        File.Delete(trx);
        var assembly = Path.Combine(repository.Artifacts, "dotnet", "bin", project, Configuration, $"{project}.dll");
        string[] arguments = ["test", assembly, "--nologo", "--logger", $"trx;LogFileName={project}.trx", "--results-directory", ResultsFolder];

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            var run = await ToolRun.DotnetAsync(repository.Root, filter is null ? arguments : [.. arguments, "--filter", filter], limit.Token);
            return Report(project, run, trx);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            terminal.WriteErrorLine(string.Create(CultureInfo.InvariantCulture, $"{project}: no result after {Longest.TotalMinutes} minutes"));
            return new TestCounts(0, 1, 0);
        }
    }

    private TestCounts Report(string project, ToolRun run, string trx)
    {
        var report = File.Exists(trx) ? TestReport.Parse(XDocument.Load(trx)) : TestReport.Empty;
        var counts = report.Counts;
        if (run.ExitCode != 0 && counts.Failed == 0)
        {
            counts += new TestCounts(0, 1, 0);
        }

        if (counts.Failed > 0)
        {
            Print(run.Lines);
        }

        terminal.WriteLine(terminal.Paint(counts.Failed > 0 ? Colour.Red : Colour.Plain, $"{project}: {counts}"));
        foreach (var (reason, count) in report.SkipReasons)
        {
            terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count} skipped: {reason}"));
        }

        return counts;
    }

    private void Print(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            terminal.WriteErrorLine(line);
        }
    }
}
