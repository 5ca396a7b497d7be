using System.Text.RegularExpressions;
using Mirror.Engine.Locking;
using Mirror.Model.Locking;
using Mirror.Oci.Archives;
using Mirror.Oci.Store;

namespace Mirror.Engine.Receipts;

/// <summary>Leaves receipts in the output folder.</summary>
internal sealed partial class ReceiptWriter(MirrorOptions options)
{
    private const int MaxPlace = 100;

    /// <summary>Says that <paramref name="destination"/> holds <paramref name="lockFile"/>; the path of the receipt.</summary>
    public async Task<string> WriteAsync(string mirror, Destination destination, LockFile lockFile, CancellationToken cancellationToken)
    {
        var pins = LockBytes.Of(lockFile).Pins;
        var path = Path.Combine(options.OutputFolder, "receipts", $"{new ArchiveName(mirror, pins.ToShortString(), null)}-at-{PlaceOf(destination)}.json");
        await AtomicFile.WriteAsync(path, ReceiptFormat.Write(new Receipt(mirror, destination.ToString(), lockFile)), cancellationToken).ConfigureAwait(false);
        return path;
    }

    // Readable, and still different for destinations that differ only in what a file name cannot hold.
    private static string PlaceOf(Destination destination)
    {
        var text = destination switch
        {
            DestinationRegistry { Namespace.Length: > 0 } registry => $"{registry.Registry}/{registry.Namespace}",
            DestinationRegistry registry => registry.Registry,
            DestinationLayout layout => Path.GetFileName(layout.Folder),
            _ => "",
        };
        var name = Other().Replace(text, "_");
        return name == text && name.Length <= MaxPlace && destination is DestinationRegistry
            ? name
            : $"{name[..Math.Min(MaxPlace, name.Length)]}-{Digest.OfText(destination.ToString()).Hex[..6]}";
    }

    [GeneratedRegex("[^A-Za-z0-9.-]", RegexOptions.NonBacktracking)]
    private static partial Regex Other();
}
