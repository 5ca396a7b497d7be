namespace Mirror.Oci.Archives;

/// <summary>What an archive says of itself: the same in every segment, so that each can name the others (DESIGN 1, promise 5).</summary>
public sealed record ArchiveContents
{
    /// <summary>Version of the format that this program writes; it reads no newer one.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The file, first in each segment.</summary>
    public const string FileName = "contents.json";

    /// <summary>Lock file in each segment.</summary>
    public const string LockFileName = "mirror.lock.json";

    /// <summary>Signatures and referrers in each segment, where there are any.</summary>
    public const string ReferrersFileName = "mirror.lock.referrers.json";

    /// <summary>The mirror's name.</summary>
    public required string Mirror { get; init; }

    /// <summary>The digest of the lock that the destination must hold already; null when nothing must be there.</summary>
    public Digest? Base { get; init; }

    /// <summary>The lock.</summary>
    public required ArchivedBlob Lock { get; init; }

    /// <summary>Signatures and referrers; null when the mirror has none.</summary>
    public ArchivedBlob? Referrers { get; init; }

    /// <summary>The <c>index.json</c> of the image layout that the segments make together.</summary>
    public required ArchivedBlob Index { get; init; }

    /// <summary>What is in each segment, in the order in which it stands there; the first is segment 1.</summary>
    public required IReadOnlyList<IReadOnlyList<ArchivedBlob>> Segments { get; init; }

    /// <summary>What the base has and the lock needs, ordinally by digest.</summary>
    public IReadOnlyList<RequiredBlob> Requires { get; init; } = [];

    /// <summary>Changes when a byte of the archive does, and is the same for all its segments.</summary>
    public Digest Fingerprint => Digest.Of(ArchiveContentsFormat.Write(this, segment: 1));

    /// <summary>What the files are called.</summary>
    public ArchiveName Name => ArchiveName.Of(Mirror, Lock.Digest, Referrers?.Digest, Base);
}
