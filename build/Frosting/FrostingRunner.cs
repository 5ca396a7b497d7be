using Cake.Core;

namespace Cake.Frosting;

/// <summary>Registers tasks and lifetime with Cake's engine and runs targets on it.</summary>
internal sealed class FrostingRunner(
    ICakeEngine engine,
    IExecutionStrategy strategy,
    IFrostingContext context,
    ICakeReportPrinter printer,
    IEnumerable<IFrostingTask> tasks,
    IEnumerable<IFrostingLifetime> lifetimes)
{
    public async Task RunAsync(FrostingArguments arguments)
    {
        foreach (var task in tasks)
        {
            Register(task);
        }

        foreach (var lifetime in lifetimes)
        {
            engine.RegisterSetupAction(info => lifetime.Setup(context, info));
            engine.RegisterTeardownAction(info => lifetime.Teardown(context, info));
        }

        var settings = new ExecutionSettings().SetTargets(arguments.Targets);
        try
        {
            printer.Write(await engine.RunTargetAsync(context, strategy, arguments.IsExclusive ? settings.UseExclusiveTarget() : settings));
        }
        catch (CakeReportException exception) when (exception.Report is { IsEmpty: false } report)
        {
            printer.Write(report);
            throw;
        }
    }

    private void Register(IFrostingTask task)
    {
        var type = task.GetType();
        var builder = engine.RegisterTask(TaskNames.Of(type))
            .Description(TaskNames.DescriptionOf(type))
            .WithCriteria(task.ShouldRun, task.SkippedMessage)
            .Does(task.RunAsync);
        foreach (var dependency in TaskNames.DependenciesOf(type))
        {
            builder.IsDependentOn(TaskNames.Of(dependency));
        }
    }
}
