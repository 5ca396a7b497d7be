using Xunit;

namespace Mirror.Testing.Processes;

/// <summary>Programs of other projects that tests use as peers. Where one is missing the test is skipped; with MIRROR_REQUIRE_TOOLS=1, as in CI, it fails.</summary>
public static class RequiredTools
{
    private static readonly string[] Extensions = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];

    /// <summary>The absolute path of <paramref name="tool"/>.</summary>
    public static string PathOf(string tool)
    {
        var path = Find(tool);
        if (path is null)
        {
            var reason = $"The program '{tool}' is not installed.";
            if (Environment.GetEnvironmentVariable("MIRROR_REQUIRE_TOOLS") == "1")
            {
                Assert.Fail($"{reason} MIRROR_REQUIRE_TOOLS=1 demands it.");
            }

            Assert.Skip(reason);
        }

        return path;
    }

    /// <summary>Whether <paramref name="tool"/> is on the PATH.</summary>
    public static bool IsInstalled(string tool) => Find(tool) is not null;

    /// <summary>Skips or fails the test unless every one of <paramref name="tools"/> is there.</summary>
    public static void Require(params string[] tools)
    {
        foreach (var tool in tools)
        {
            PathOf(tool);
        }
    }

    private static string? Find(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Extensions.Select(extension => Path.Combine(folder, tool + extension)))
            .FirstOrDefault(File.Exists);
}
