using Microsoft.Build.Utilities;
using Mirror.MSBuild.Tasks;
using Mirror.Testing;

namespace Mirror.MSBuild.Tests.Tasks;

/// <summary>A project folder whose tasks are run without a build; the test's own folder and environment stay out of it.</summary>
internal sealed class TaskProject : IDisposable
{
    public TempFolder Folder { get; } = new();

    public RecordingBuildEngine Engine { get; } = new();

    /// <summary>Makes a task with arguments as the targets pass them: paths are relative to the project.</summary>
    public T NewTask<T>(params (string Name, string Value)[] arguments)
        where T : MirrorTask, new() => new()
        {
            BuildEngine = Engine,
            TaskEnvironment = TaskEnvironment.CreateWithProjectDirectoryAndEnvironment(Folder.Path, new Dictionary<string, string>()),
            RootDirectory = ".",
            Arguments = [.. arguments.Prepend(("config", ".")).Select(argument => Item(argument.Item1, argument.Item2))],
        };

    public void Dispose() => Folder.Dispose();

    private static TaskItem Item(string name, string value) => new(name, new Dictionary<string, string> { ["Value"] = value });
}
