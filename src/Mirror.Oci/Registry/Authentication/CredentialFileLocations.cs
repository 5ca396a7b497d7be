using System.Globalization;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Oci.Registry.Authentication;

/// <summary>The search order of containers-auth.json(5): a file that is named stands alone, else each of the usual ones is asked in turn.</summary>
internal static class CredentialFileLocations
{
    private const string ProcessStatus = "proc/self/status";
    private const string UserLine = "Uid:";

    public static IReadOnlyList<CredentialFileLocation> For(string? explicitFile, HostEnvironment environment)
    {
        if ((explicitFile ?? environment.Find("REGISTRY_AUTH_FILE")) is { } only)
        {
            return [new CredentialFileLocation(only, IsRequired: true, IsLegacy: false)];
        }

        var locations = new List<CredentialFileLocation>();
        if (RuntimeFolder(environment) is { } runtime)
        {
            Add(false, runtime, "auth.json");
        }

        var home = environment.Home;
        if ((environment.Find("XDG_CONFIG_HOME") ?? Below(home, ".config")) is { } settings)
        {
            Add(false, settings, "containers", "auth.json");
        }

        if ((environment.Find("DOCKER_CONFIG") ?? Below(home, ".docker")) is { } docker)
        {
            Add(false, docker, "config.json");
        }

        if (home is not null)
        {
            Add(true, home, ".dockercfg");
        }

        return locations;

        void Add(bool isLegacy, params string[] parts) => locations.Add(new CredentialFileLocation(Path.Combine(parts), IsRequired: false, isLegacy));
    }

    private static string? Below(string? folder, string name) => folder is null ? null : Path.Combine(folder, name);

    /// <summary><c>$XDG_RUNTIME_DIR/containers</c>, or <c>/run/containers/UID</c> where a system has user ids.</summary>
    private static string? RuntimeFolder(HostEnvironment environment)
    {
        if (environment.Find("XDG_RUNTIME_DIR") is { } runtime)
        {
            return Path.Combine(runtime, "containers");
        }

        var status = Path.Combine(environment.Root, ProcessStatus);
        if (!File.Exists(status))
        {
            return null;
        }

        var line = File.ReadLines(status).Take(100).FirstOrDefault(line => line.StartsWith(UserLine, StringComparison.Ordinal));
        var ids = line?[UserLine.Length..].Split('\t', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return ids is [_, var effective, ..] && uint.TryParse(effective, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? Path.Combine(environment.Root, "run", "containers", effective)
            : null;
    }
}
