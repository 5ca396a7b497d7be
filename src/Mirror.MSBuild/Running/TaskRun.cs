namespace Mirror.MSBuild.Running;

/// <summary>One execution of a task.</summary>
internal sealed record TaskRun(RunOptions Options, TaskLog Log);
