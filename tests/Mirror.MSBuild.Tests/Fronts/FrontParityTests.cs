using System.Reflection;
using System.Xml.Linq;
using Cake.Frosting;
using Mirror.Engine.Options;
using Mirror.MSBuild.Tasks;
using Mirror.Testing;

namespace Mirror.MSBuild.Tests.Fronts;

/// <summary>The same word names a step in both fronts, and the steps depend on each other in the same way.</summary>
public sealed class FrontParityTests
{
    // The project's own chores, and servers that run until cancelled: a build that never ends is of no use in MSBuild.
    private static readonly string[] CakeOnly = ["Bench", "Clean", "New", "Package", "Sandbox", "Serve", "Test"];

    private static readonly XElement Targets = XElement.Load(Path.Combine(SourceTree.Root, "src", "Mirror.MSBuild", "Targets", "Mirror.targets"));

    [Fact]
    public void Targets_have_the_names_and_dependencies_of_the_tasks_of_the_build_host()
    {
        var tasks = CakeTasks();
        var targets = Targets.Elements("Target")
            .Where(target => IsShared((string)target.Attribute("Name")!))
            .ToDictionary(target => (string)target.Attribute("Name")!, DependenciesOf);

        Assert.Equal(Lines(tasks), Lines(targets));

        bool IsShared(string name) => !name.StartsWith('_') || tasks.ContainsKey(name);

        IEnumerable<string> DependenciesOf(XElement target) =>
            ((string?)target.Attribute("DependsOnTargets") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Where(IsShared);
    }

    [Fact]
    public void Each_argument_of_the_command_line_is_a_property()
    {
        var expected = MirrorArguments.All.Select(argument => $"{argument.Name}=$({argument.Property})");

        var actual = Targets.Descendants("_MirrorArgument").Select(item => $"{item.Attribute("Include")!.Value}={item.Attribute("Value")!.Value}");

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Each_task_may_run_beside_others_and_is_known_to_the_targets()
    {
        var tasks = typeof(MirrorTask).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(ITask))).ToList();

        Assert.NotEmpty(tasks);
        Assert.All(tasks, task => Assert.NotNull(task.GetCustomAttribute<MSBuildMultiThreadableTaskAttribute>(inherit: false)));
        Assert.Equal(
            tasks.Select(task => task.FullName).Order(StringComparer.Ordinal),
            Targets.Elements("UsingTask").Select(use => (string?)use.Attribute("TaskName")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Projects_of_several_mirrors_have_each_public_target()
    {
        var traversal = XElement.Load(Path.Combine(SourceTree.Root, "mirror-configs", "mirrors.proj"));

        Assert.Equal(
            Targets.Elements("Target").Select(target => target.Attribute("Name")!.Value).Where(name => !name.StartsWith('_')),
            traversal.Elements("Target").Select(target => target.Attribute("Name")!.Value));
    }

    private static Dictionary<string, IEnumerable<string>> CakeTasks() => typeof(Mirror.Build.Tasks.Check).Assembly.GetExportedTypes()
        .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IFrostingTask)) && !CakeOnly.Contains(NameOf(type)))
        .ToDictionary(TargetOf, type => type.GetCustomAttributes<IsDependentOnAttribute>().Select(dependency => TargetOf(dependency.Task)));

    private static string TargetOf(Type task) => $"{(task.GetCustomAttribute<TaskDescriptionAttribute>() is null ? "_" : "")}Mirror{NameOf(task)}";

    private static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()!.Name;

    private static IEnumerable<string> Lines(Dictionary<string, IEnumerable<string>> graph) =>
        graph.Select(node => $"{node.Key}: {string.Join(", ", node.Value)}").Order(StringComparer.Ordinal);
}
