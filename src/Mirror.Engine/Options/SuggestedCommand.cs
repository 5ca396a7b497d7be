using System.Buffers;
using System.Text;

namespace Mirror.Engine.Options;

/// <summary>Commands in messages: what is printed at night must work when it is copied, with the store, the logins and the TLS rules of the run that prints it.</summary>
internal static class SuggestedCommand
{
    private static readonly SearchValues<char> _plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:@%+=,");

    // The destination is not among them: commands that need it name it.
    private static readonly MirrorArgument[] _places =
    [
        MirrorArguments.Store, MirrorArguments.Output, MirrorArguments.AuthFile, MirrorArguments.SourceAuthFile, MirrorArguments.DestinationAuthFile,
        MirrorArguments.RegistriesConf, MirrorArguments.SourceTlsVerify, MirrorArguments.DestinationTlsVerify, MirrorArguments.MaxNestedPaths,
    ];

    /// <summary><c>./build.sh</c> with <paramref name="what"/> for the mirror of <paramref name="options"/>.</summary>
    /// <param name="what">Target and arguments, ready for a shell.</param>
    public static string For(MirrorOptions options, string what)
    {
        var isDefaultName = Path.GetFileName(options.ConfigurationFile) == MirrorOptionsReader.ConfigurationFileName;
        return $"./build.sh {what} --config {Quote(options.DisplayPath(isDefaultName ? options.ConfigurationFolder : options.ConfigurationFile))}{options.GivenPlaces}";
    }

    /// <summary>Those of <paramref name="given"/> that say where things are and how they are reached, each with a space before it; empty for none.</summary>
    public static string PlacesOf(IReadOnlyList<GivenArgument> given)
    {
        var text = new StringBuilder();
        foreach (var argument in _places)
        {
            foreach (var value in given.Where(found => found.Argument == argument).SelectMany(found => found.Values))
            {
                text.Append(' ').Append(argument.Option).Append(argument.Kind == ArgumentKind.Flag ? '=' : ' ').Append(Quote(value));
            }
        }

        return text.ToString();
    }

    /// <summary>One word for a shell; in double quotes where it needs them, because messages put commands into single ones.</summary>
    public static string Quote(string word)
    {
        if (word.Length > 0 && !word.AsSpan().ContainsAnyExcept(_plain))
        {
            return word;
        }

        var text = new StringBuilder("\"");
        foreach (var letter in word)
        {
            text.Append(letter is '"' or '\\' or '$' or '`' ? "\\" : "").Append(letter);
        }

        return text.Append('"').ToString();
    }
}
