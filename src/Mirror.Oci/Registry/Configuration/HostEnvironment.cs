namespace Mirror.Oci.Registry.Configuration;

/// <summary>
/// What the host-wide settings are looked up with: environment variables as the front found them, and the root of the file system (another
/// one in tests). Nothing below the fronts reads the process environment itself.
/// </summary>
public sealed class HostEnvironment(IReadOnlyDictionary<string, string> variables, string root = "/")
{
    private static readonly string[] ProgramExtensions = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];

    /// <summary>Where <c>etc</c> and <c>run</c> are.</summary>
    public string Root { get; } = root;

    /// <summary>All variables; programs that are started get these and no others.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; } = variables;

    /// <summary>The user's home; null when the environment names none, and then nothing of the user is read.</summary>
    public string? Home => Find("HOME") ?? Find("USERPROFILE");

    /// <summary>Null when the variable is not set or empty.</summary>
    public string? Find(string name) => Variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>
    /// The absolute path of a program, or null. Only absolute folders of PATH are looked into: neither the current folder nor our own is a place for programs.
    /// </summary>
    public string? FindProgram(string name) => (Find("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathFullyQualified)
        .SelectMany(folder => ProgramExtensions.Select(extension => Path.Combine(folder, name + extension)))
        .FirstOrDefault(File.Exists);
}
