using System.Text;
using Mirror.Benchmarks.Images;
using Mirror.Testing;

namespace Mirror.Benchmarks;

/// <summary>A mirror that has never run: a configuration that asks for some images, an empty store.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public BenchFolder(string source, IEnumerable<string> repositories)
    {
        var text = new StringBuilder("kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  additionalImages:\n");
        foreach (var repository in repositories)
        {
            text.Append("  - name: ").Append(source).Append('/').Append(repository).Append(':').Append(BenchImage.Tag).Append('\n');
        }

        _folder.WriteFile("mirror/imageset.yaml", text.ToString());
        List = _folder.WriteFile("repositories", string.Join('\n', repositories));
    }

    public string Path => _folder.Path;

    /// <summary>A file with a repository a line.</summary>
    public string List { get; }

    public void Dispose() => _folder.Dispose();
}
