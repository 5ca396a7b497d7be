using System.Globalization;
using Mirror.Engine.Locking;
using Mirror.Model.Locking;
using Mirror.Oci.Archives;

namespace Mirror.Engine.Packing;

/// <summary>
/// Tells when a base is hardly the one that is meant. Nothing can be lost by it: whoever publishes is told what is missing; but by then the archive has been carried.
/// </summary>
/// <param name="options">Says for which mirror and destination the archive is.</param>
/// <param name="lockName">How messages call the lock that is packed.</param>
/// <param name="warn">Told of each doubt.</param>
internal sealed class BaseCheck(MirrorOptions options, string lockName, Action<Diagnostic> warn)
{
    /// <summary>Compares what a receipt says of itself with what is packed.</summary>
    public void Receipt(LockBase archiveBase, LockFile lockFile)
    {
        if (archiveBase.Receipt is not { } receipt)
        {
            return;
        }

        // An enclave publishes a part of this mirror under a name of its own.
        var strange = receipt.Mirror == options.Name ? 0 : receipt.Lock.Sources.Keys.Count(key => !lockFile.Sources.ContainsKey(key));
        if (strange > 0)
        {
            warn(MirrorErrors.BaseOfOtherMirror.Diagnostic(string.Create(
                CultureInfo.InvariantCulture,
                $"The archive builds on {archiveBase.Name}, which is of the mirror '{receipt.Mirror}': {strange} of its {Counted.Of(receipt.Lock.Sources.Count, "source", "sources")} {(strange == 1 ? "is" : "are")} not in '{lockName}'. It can be published only where that lock was published.")));
        }

        if (options.Destination?.ToString() is { } destination && destination != receipt.Destination)
        {
            warn(MirrorErrors.BaseOfOtherDestination.Diagnostic(
                $"The archive builds on {archiveBase.Name}, which does not tell what '{destination}' holds. It can be published there only if that lock was published there too."));
        }
    }

    /// <summary>Tells when the archive is as large as one without a base.</summary>
    public void Content(LockBase archiveBase, PackedContent content, IReadOnlyList<RequiredBlob> required)
    {
        if (required.Count == 0 && !content.IsEmpty)
        {
            warn(MirrorErrors.BaseUnrelated.Diagnostic($"The archive has everything, because {archiveBase.Name} has nothing that '{lockName}' needs."));
        }
    }
}
