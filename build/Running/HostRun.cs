using System.Reflection;
using Cake.Core;
using Cake.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Mirror.Build.Reporting;
using Mirror.Engine.Reporting;
using Mirror.Oci.Store;

namespace Mirror.Build.Running;

/// <summary>Runs the targets of a command on Cake's engine and says how that ended, once and with the exit code of DESIGN 8.</summary>
internal sealed class HostRun(RunScope scope)
{
    private readonly BuildLog _log = new(scope.Terminal, scope.Options);

    /// <summary>The tasks are those of <paramref name="tasks"/>.</summary>
    public async Task<int> RunAsync(Assembly tasks)
    {
        var hostResult = new CakeHost()
            .AddAssembly(tasks)
            .UseContext<BuildContext>()
            .UseLifetime<BuildLifetime>()
            .ConfigureServices(services => services
                .AddSingleton(scope)
                .AddSingleton<ICakeLog>(_log)
                .AddSingleton<ICakeReportPrinter>(new ReportPrinter(scope.Terminal, scope.Outcome, scope.Options)))
            .Run(Arguments());

        PrintFailure(hostResult);
        var exitCode = scope.Outcome.ExitCode(scope.CancellationToken);
        if (scope.Session.HasRun)
        {
            exitCode = await ReportAsync(exitCode);
        }

        if (scope.Outcome.LastLine is { } lastLine)
        {
            scope.Terminal.WriteLine(lastLine);
        }

        return exitCode == ExitCode.Complete ? hostResult : (int)exitCode;
    }

    /// <summary>What the run ends with: a report that cannot be written makes a complete run a failed one, and changes nothing about another.</summary>
    private async Task<ExitCode> ReportAsync(ExitCode exitCode)
    {
        foreach (var line in TrafficSummary.Lines(scope.Session.Traffic))
        {
            scope.Terminal.WriteLine(line);
        }

        var errors = scope.Outcome.Failure is MirrorException known ? known.Diagnostics : [];
        var report = new RunReport(exitCode, scope.Outcome.Steps, scope.Session.Traffic, [.. scope.Session.Warnings, .. errors]);
        try
        {
            await report.WriteAsync(scope.Options, CancellationToken.None);
            return exitCode;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            new FailurePrinter(scope.Terminal).Print(DiskErrors.Explain(failure)!);
            return exitCode == ExitCode.Complete ? ExitCode.Failed : exitCode;
        }
    }

    private List<string> Arguments()
    {
        var arguments = scope.Command.Targets.Select(target => $"--target={target}").ToList();
        if (scope.Command.IsExclusive)
        {
            arguments.Add("--exclusive");
        }

        return arguments;
    }

    private void PrintFailure(int hostResult)
    {
        if (scope.Outcome.Failure is { } failure)
        {
            new FailurePrinter(scope.Terminal).Print(failure);
            return;
        }

        // It never came to the first task: all there is are the engine's words.
        foreach (var error in hostResult == 0 ? [] : _log.Errors)
        {
            scope.Terminal.WriteErrorLine(scope.Terminal.Paint(Colour.Red, error));
        }
    }
}
