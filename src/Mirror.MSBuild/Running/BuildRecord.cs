using Mirror.Engine.Reporting;

namespace Mirror.MSBuild.Running;

/// <summary>
/// The record that the tasks of one project share within one build; MSBuild keeps it for them and drops it when the build ends. Two projects, and one project with
/// other arguments, have two.
/// </summary>
internal static class BuildRecord
{
    public static RunRecord Of(IBuildEngine buildEngine, RunOptions options)
    {
        if (buildEngine is not IBuildEngine4 keeper)
        {
            return new RunRecord();
        }

        // Tasks of one project run one after another, so nobody comes in between.
        var key = Key(buildEngine, options);
        if (keeper.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is RunRecord known)
        {
            return known;
        }

        var record = new RunRecord();
        keeper.RegisterTaskObject(key, record, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        return record;
    }

    /// <summary>Writes the report. After each step, because nobody knows which one is the last.</summary>
    public static async Task WriteAsync(RunRecord record, TaskRun run)
    {
        if (await record.WriteAsync(run.Options.Options).ConfigureAwait(false) is { } problem)
        {
            run.Log.Report(problem.Diagnostics);
        }
    }

    private static string Key(IBuildEngine buildEngine, RunOptions options) => string.Join(
        '\n',
        options.Given.Select(given => $"{given.Argument.Name}={string.Join('\0', given.Values)}")
            .Prepend(options.Options.OutputFolder)
            .Prepend(buildEngine.ProjectFileOfTaskNode)
            .Prepend(typeof(RunRecord).FullName));
}
