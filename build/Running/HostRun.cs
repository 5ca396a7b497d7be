using System.Reflection;
using Cake.Core;
using Cake.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Mirror.Build.Reporting;
using Mirror.Engine.Reporting;

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
        var exitCode = scope.Session.HasRun ? await ReportAsync() : RunRecord.ExitCodeOf(scope.Outcome.Failure, scope.CancellationToken);

        if (scope.Outcome.LastLine is { } lastLine)
        {
            scope.Terminal.WriteLine(lastLine);
        }

        return exitCode == ExitCode.Complete ? hostResult : (int)exitCode;
    }

    /// <summary>What the run ends with.</summary>
    private async Task<ExitCode> ReportAsync()
    {
        foreach (var line in TrafficSummary.Lines(scope.Session.Traffic))
        {
            scope.Terminal.WriteLine(line);
        }

        var record = new RunRecord();
        foreach (var step in scope.Outcome.Steps)
        {
            record.Add(step);
        }

        foreach (var warning in scope.Session.Warnings)
        {
            record.Add(warning);
        }

        if (scope.Outcome.Failure is { } failure)
        {
            record.Fail(failure, scope.CancellationToken);
        }

        record.Add(scope.Session.Traffic);
        if (await record.WriteAsync(scope.Options) is { } problem)
        {
            new FailurePrinter(scope.Terminal).Print(problem);
        }

        return record.ExitCode;
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
