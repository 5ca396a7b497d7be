namespace Mirror.Build;

/// <summary>The working copy that the host was built from.</summary>
internal sealed record Repository(string Root)
{
    private const string Marker = "Mirror.sln";

    public string Artifacts => Path.Combine(Root, "artifacts");

    public string Solution => Path.Combine(Root, Marker);

    /// <summary>The nearest folder above <paramref name="folder"/> with a solution; nothing is compiled in, so that a moved clone works.</summary>
    /// <exception cref="MirrorException">There is none.</exception>
    public static Repository Above(string folder)
    {
        for (var directory = new DirectoryInfo(folder); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Marker)))
            {
                return new Repository(directory.FullName);
            }
        }

        throw MirrorErrors.CakeNotRestored.Exception($"No folder above '{folder}' holds '{Marker}'; start the host with 'build.sh' or 'build.ps1'.");
    }
}
