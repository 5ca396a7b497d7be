using Mirror.Engine.Options;
using Mirror.Model.Oci;
using Mirror.MSBuild.Running;
using Mirror.Sandbox;

namespace Mirror.MSBuild.Tasks;

public abstract partial class MirrorTask
{
    /// <summary>Project folder and environment variables, as this project sees them; set by MSBuild.</summary>
    public TaskEnvironment TaskEnvironment { get; set; } = TaskEnvironment.Fallback;

    /// <summary>Arguments by their name on the command line, without dashes; their metadata <c>Value</c> is the text, and an empty one counts as not given.</summary>
    public ITaskItem[] Arguments { get; set; } = [];

    /// <summary>What the defaults of store and outputs are relative to.</summary>
    [Required]
    public string RootDirectory { get; set; } = "";

    /// <summary>Serve the demo's registries for the time of the task.</summary>
    public bool Sandbox { get; set; }

    private RunOptions ToRunOptions()
    {
        var variables = TaskEnvironment.GetEnvironmentVariables();
        var given = Arguments.Select(ToGiven).Where(argument => argument.Values[0].Length > 0).ToList();
        var root = Path.GetFullPath(TaskEnvironment.GetAbsolutePath(RootDirectory));
        var options = new MirrorOptionsReader(root, TaskEnvironment.ProjectDirectory, name => variables.GetValueOrDefault(name)).Read(given);
        return new RunOptions(
            Sandbox && options.Destination is null ? options with { Destination = new DestinationRegistry(SandboxHost.DestinationName, options.Namespace ?? "") } : options,
            given,
            variables,
            Sandbox);
    }

    private static GivenArgument ToGiven(ITaskItem item)
    {
        var argument = MirrorArguments.All.FirstOrDefault(known => known.Name == item.ItemSpec)
            ?? throw MirrorErrors.UnknownArgument.Exception($"'{item.ItemSpec}' is not a known argument of the task.");
        return new GivenArgument(argument, argument.Property, [item.GetMetadata("Value")]);
    }
}
