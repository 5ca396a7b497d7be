using System.Reflection;
using System.Text.Json.Nodes;
using Mirror.MSBuild.Tasks;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.MSBuild.Tests.Building;

/// <summary>A folder with projects that are built with <c>dotnet build</c>, each in a process of its own.</summary>
internal sealed class BuildFolder : IDisposable
{
    public TempFolder Folder { get; } = new();

    /// <summary>As the tests were built.</summary>
    public static string Configuration { get; } = typeof(BuildFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "Configuration").Value!;

    /// <summary>With everything it needs beside it, as the package has it.</summary>
    public static string TasksAssembly { get; } = Path.Combine(
        SourceTree.Root, "artifacts", "dotnet", "bin", "Mirror.MSBuild", Configuration.ToLowerInvariant(), Path.GetFileName(typeof(MirrorTask).Assembly.Location));

    /// <summary>Writes <c>NAME/mirror.proj</c>: no SDK, no restore, the targets from the sources.</summary>
    public void AddProject(string name, string properties, string more = "")
    {
        var targets = Path.Combine(SourceTree.Root, "src", "Mirror.MSBuild", "Targets");
        Folder.WriteFile($"{name}/mirror.proj", $"""
            <Project DefaultTargets="MirrorPublish">
              <PropertyGroup>
                <MirrorTasksAssembly>{TasksAssembly}</MirrorTasksAssembly>
                <MirrorRootDirectory>$(MSBuildThisFileDirectory)..</MirrorRootDirectory>
                {properties}
              </PropertyGroup>
              <Import Project="{targets}/Mirror.props" />
              <Import Project="{targets}/Mirror.targets" />
              {more}
            </Project>
            """);
    }

    /// <summary>Writes <c>NAME/imageset.yaml</c> with additional images.</summary>
    public void AddConfiguration(string name, params string[] images) => Folder.WriteFile(
        $"{name}/imageset.yaml",
        $"kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  additionalImages:\n{string.Concat(images.Select(image => $"  - name: {image}\n"))}");

    /// <summary>Makes the configuration wrong in its fourth line.</summary>
    public void BreakConfiguration(string name) => Folder.WriteFile(
        $"{name}/imageset.yaml", "kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  additionalImage: []\n");

    /// <summary>Builds; locked mode, which a CI system's environment would switch on, is off.</summary>
    public Task<ToolResult> BuildAsync(string project, params string[] arguments) => DotNetAsync(["build", project, "-nologo", "-v:n", "-tl:off", "-nodeReuse:false", .. arguments]);

    /// <summary>What <c>report.json</c> of the mirror says of its last build.</summary>
    public (int ExitCode, IReadOnlyList<(string Name, string Outcome)> Steps, JsonNode Report) Report(string name)
    {
        var report = JsonNode.Parse(File.ReadAllText(Folder.Combine("artifacts", name, "report.json")))!;
        return ((int)report["exitCode"]!, [.. report["targets"]!.AsArray().Select(step => ((string)step!["name"]!, (string)step["outcome"]!))], report);
    }

    /// <summary>Runs the SDK in the folder.</summary>
    public Task<ToolResult> DotNetAsync(params string[] arguments) => ToolProcess.RunAsync(
        "dotnet",
        arguments,
        new ToolOptions
        {
            WorkingFolder = Folder.Path,
            Environment = new Dictionary<string, string?> { ["CI"] = null, ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
            Timeout = TimeSpan.FromMinutes(4),
        },
        TestContext.Current.CancellationToken);

    public void Dispose() => Folder.Dispose();
}
