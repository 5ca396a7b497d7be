using Mirror.Engine.Locking;
using Mirror.Engine.Receipts;
using Mirror.Model.Locking;

namespace Mirror.Engine.Auditing;

/// <summary>Where what belongs to the runs of one lock into one destination is kept: <c>runs/LOCK/DESTINATION</c> in the output folder.</summary>
internal sealed class RunFolder(MirrorOptions options, LockFile lockFile, Destination destination)
{
    /// <summary>The absolute path; need not exist.</summary>
    public string Path { get; } = System.IO.Path.Combine(
        options.OutputFolder, "runs", LockBytes.Of(lockFile).Pins.ToShortString(), DestinationPlace.Of(destination));

    /// <summary>The names that the images got.</summary>
    public string Mapping => System.IO.Path.Combine(Path, "mapping.txt");

    /// <summary>The resources of the lock and the destination.</summary>
    public string Resources => System.IO.Path.Combine(Path, "cluster-resources");
}
