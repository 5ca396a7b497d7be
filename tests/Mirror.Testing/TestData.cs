using Xunit;

namespace Mirror.Testing;

/// <summary>Real data of public projects, which is kept beside the repository and not in it.</summary>
public static class TestData
{
    private const string Variable = "MIRROR_TEST_DATA";

    /// <summary>The absolute path of a file or folder of the data; the test is skipped where there is none.</summary>
    public static string PathOf(params string[] parts)
    {
        var folder = Root();
        if (folder is null)
        {
            Assert.Skip($"There is no test data: '../shared/data' does not exist beside the repository, and {Variable} is not set.");
        }

        var path = Path.Combine([folder, .. parts]);
        if (!Path.Exists(path))
        {
            Assert.Skip($"The test data has no '{string.Join('/', parts)}'.");
        }

        return path;
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
        {
            return Path.GetFullPath(configured);
        }

        var data = Path.GetFullPath(Path.Combine(SourceTree.Root, "..", "shared", "data"));
        return Directory.Exists(data) ? data : null;
    }
}
