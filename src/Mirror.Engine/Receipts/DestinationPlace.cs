using System.Text.RegularExpressions;

namespace Mirror.Engine.Receipts;

/// <summary>Destinations in file names.</summary>
internal static partial class DestinationPlace
{
    private const int MaxLength = 100;

    /// <summary>Readable, and still different for destinations that differ only in what a file name cannot hold.</summary>
    public static string Of(Destination destination)
    {
        var text = destination switch
        {
            DestinationRegistry { Namespace.Length: > 0 } registry => $"{registry.Registry}/{registry.Namespace}",
            DestinationRegistry registry => registry.Registry,
            DestinationLayout layout => Path.GetFileName(layout.Folder),
            _ => "",
        };
        var name = Other().Replace(text, "_");
        return name == text && name.Length <= MaxLength && destination is DestinationRegistry
            ? name
            : $"{name[..Math.Min(MaxLength, name.Length)]}-{Digest.OfText(destination.ToString()).Hex[..6]}";
    }

    [GeneratedRegex("[^A-Za-z0-9.-]", RegexOptions.CultureInvariant)]
    private static partial Regex Other();
}
