using System.Globalization;
using Mirror.Oci.Store;

namespace Mirror.Engine.Collecting;

/// <summary>What a cleaning removed, of how many blobs, and whose content it kept.</summary>
internal sealed record CleanedStore(SweptContent Removed, int Before, IReadOnlyList<string> Locks)
{
    /// <summary><c>removed 3 of 40 blobs, 1.2 MiB</c>.</summary>
    public string ToSentence() => string.Create(
        CultureInfo.InvariantCulture, $"removed {Removed.Blobs} of {Counted.Of(Before, "blob", "blobs")}, {ByteSize.Format(Removed.Bytes)}");
}
