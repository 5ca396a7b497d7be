using System.Text;

namespace Mirror.Engine.Options;

/// <summary>One thing that a caller can set, and its names in every front.</summary>
/// <param name="Name">In kebab case, as on the command line after the dashes.</param>
/// <param name="Kind">How often it may be given.</param>
/// <param name="Placeholder">What stands for its value in help texts; empty for a flag.</param>
/// <param name="Summary">Meaning and default, for help texts and the README.</param>
public sealed record MirrorArgument(string Name, ArgumentKind Kind, string Placeholder, string Summary)
{
    /// <summary><c>--dest-authfile</c>.</summary>
    public string Option => $"--{Name}";

    /// <summary><c>MIRROR_DEST_AUTHFILE</c>.</summary>
    public string EnvironmentVariable => $"MIRROR_{Name.Replace('-', '_').ToUpperInvariant()}";

    /// <summary><c>MirrorDestAuthfile</c>, the MSBuild property.</summary>
    public string Property { get; } = Pascal(Name);

    private static string Pascal(string name)
    {
        var text = new StringBuilder("Mirror");
        foreach (var word in name.Split('-'))
        {
            text.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
        }

        return text.ToString();
    }
}
