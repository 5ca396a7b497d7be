namespace Mirror.Testing;

/// <summary>Where the repository is that the running tests were built from.</summary>
public static class SourceTree
{
    /// <summary>The absolute path of the folder with the solution.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests run outside of their repository.</exception>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Mirror.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{start}' has 'Mirror.sln'.");
    }
}
