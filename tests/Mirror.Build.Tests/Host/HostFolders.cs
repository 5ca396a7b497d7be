using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Build.Tests.Host;

/// <summary>A folder to stand in with the configuration <c>mirror-configs/x</c>, and hosts that are started there.</summary>
internal sealed class HostFolders : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>Set for the hosts; null removes one.</summary>
    public Dictionary<string, string?> Variables { get; } = new() { ["CI"] = null, ["REGISTRY_AUTH_FILE"] = null, ["MIRROR_PARALLEL"] = null };

    /// <summary>Where the hosts stand.</summary>
    public TempFolder Folder => _folder;

    /// <summary>Writes the configuration, with one image from <c>quay.io</c>, which is redirected to <paramref name="source"/>.</summary>
    public void Configure(string source, params string[] images)
    {
        _folder.WriteFile("mirror-configs/x/registries.conf", $"[[registry]]\nprefix = \"quay.io\"\nlocation = \"{source}\"\ninsecure = true\n");
        _folder.WriteFile(
            "mirror-configs/x/imageset.yaml",
            "kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  additionalImages:\n"
                + string.Concat(images.Select(image => $"  - name: quay.io/{image}\n")));
    }

    /// <summary>The command line of a target.</summary>
    public static string[] CommandLine(string target, params string[] args) =>
    [
        Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"),
        "--target", target,
        "--config", Path.Combine("mirror-configs", "x"),
        .. args.Contains("--store") ? [] : new[] { "--store", "store" },
        .. args.Contains("--output") ? [] : new[] { "--output", "output" },
        .. args,
    ];

    /// <summary>Runs a target to its end.</summary>
    public Task<ToolResult> RunAsync(string target, params string[] args) => ToolProcess.RunAsync(
        "dotnet",
        CommandLine(target, args),
        new ToolOptions { WorkingFolder = _folder.Path, Environment = Variables },
        TestContext.Current.CancellationToken);

    /// <summary>Every file below <paramref name="folders"/> and what is in it.</summary>
    public IReadOnlyDictionary<string, string> Read(params string[] folders) => folders
        .Where(folder => Directory.Exists(_folder.Combine(folder)))
        .SelectMany(folder => Directory.EnumerateFiles(_folder.Combine(folder), "*", SearchOption.AllDirectories))
        .ToDictionary(file => Path.GetRelativePath(_folder.Path, file), File.ReadAllText, StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();
}
