namespace Mirror.Model.Diagnostics;

// 4xxx: store and archive.
public static partial class MirrorErrors
{
    public static readonly ErrorCode DigestMismatch = new("MIR4001", ExitCode.Failed,
        "Content does not have the digest it is named by.", "Run again; if it stays, the place named in the message holds damaged content and must be mended there.");

    public static readonly ErrorCode SizeMismatch = new("MIR4002", ExitCode.Failed,
        "Content does not have the size that its descriptor names.", "Run again; if it stays, the place named in the message holds damaged content and must be mended there.");

    public static readonly ErrorCode DiskFull = new("MIR4003", ExitCode.Failed,
        "The disk or a quota is full.", "Free space or choose another folder (--store, --output), then run the same command again.");

    public static readonly ErrorCode LayoutInvalid = new("MIR4004", ExitCode.Failed,
        "A folder is not a readable OCI image layout.", "Check the folder; write the layout again.");

    public static readonly ErrorCode SystemRefused = new("MIR4006", ExitCode.Failed,
        "The system refuses a file, a folder or a port.", "Check that the path is of the expected kind and may be written by this user (--store, --output, --destination).");

    public static readonly ErrorCode ArchiveExists = new("MIR4010", ExitCode.Failed,
        "A file stands where Pack would write a segment with other content.", "Move it away, or name another folder with --output; Mirror overwrites no archive.");

    public static readonly ErrorCode ArchiveInvalid = new("MIR4011", ExitCode.Source,
        "A segment of an archive is damaged, truncated, or not one that Mirror has written.", "Copy it again from where it was packed, and compare it with the checksum file: sha256sum -c NAME.sha256.");

    public static readonly ErrorCode ArchiveTooNew = new("MIR4012", ExitCode.Source,
        "An archive was written by a newer Mirror.", "Use the Mirror that wrote it, or a newer one.");

    public static readonly ErrorCode ArchiveNotFound = new("MIR4013", ExitCode.Configuration,
        "What --from names is not there, or has no archive in it.", "Name the files that Pack wrote, or the folder that holds them.");

    public static readonly ErrorCode BlobOverSegment = new("MIR4014", ExitCode.Configuration,
        "A blob is larger than a segment may be, and strict archives are asked for.", "Raise --archive-size, or leave --strict-archive out.");

    public static readonly ErrorCode SegmentTooSmall = new("MIR4015", ExitCode.Configuration,
        "The size of segments is too small for what an archive holds.", "Raise --archive-size, or 'archiveSize' in the configuration.");

    public static readonly ErrorCode ArchiveRenamed = new("MIR4016", ExitCode.Source,
        "A segment has another file name than Pack gave it.", "Rename it to what the message says.");

    public static readonly ErrorCode ArchivesAmbiguous = new("MIR4017", ExitCode.Configuration,
        "Archives with different locks are named, and it does not follow which lock is meant.", "Name the archives of one lock with --from, or a configuration with its lock with --config.");

    public static readonly ErrorCode ReceiptInvalid = new("MIR4018", ExitCode.Configuration,
        "A receipt was changed after Publish wrote it, or is of a newer Mirror.", "Carry it across again, or use the Mirror that wrote it.");

    public static readonly ErrorCode ArchiveLacksEntry = new("MIR4019", ExitCode.Configuration,
        "The configuration asks for what the lock of the archives does not answer.", "Pack it on the other side, ask for what the archive has, or leave --config out to publish all of it.");

    public static readonly ErrorCode OcMirrorCatalogs = new("MIR4020", ExitCode.Source,
        "An archive of oc-mirror v1 has operator catalogs, which that program finishes only while it publishes.", "Publish it with oc-mirror v1, or pack the configuration anew.");

    public static readonly ErrorCode ReceiptsAmbiguous = new("MIR4021", ExitCode.Configuration,
        "Receipts say that the destinations of a mirror hold different locks, so it does not follow what an archive for all may build on.", "Name the destination that the archive is for, or one receipt or an older lock with --base.");

    public static readonly ErrorCode ReceiptPlaceTaken = new("MIR4022", ExitCode.Configuration,
        "What storageConfig names in a registry is there, and is something else than receipts.", "Name another repository or tag as imageURL; what is there stays.");

    public static readonly ErrorCode ArchiveContentDamaged = new("MIR4090", ExitCode.Source,
        "Content of an archive that this run needs is damaged; nothing was pushed.", "Copy the files that the messages name again from where they were packed, compare them with the checksum file (sha256sum -c NAME.sha256), and run the same command again.");

    public static readonly ErrorCode ReceiptNotWritten = new("MIR4091", ExitCode.Failed,
        "The destination holds the lock, but the receipt that says so could not be written.", "Make room or name another folder with --output, then run the same command again; nothing is sent twice.");

    public static readonly ErrorCode SegmentOversized = new("MIR4510", ExitCode.Complete,
        "A blob is larger than a segment may be, so its segment is too.", "Raise --archive-size to at least what the message says, if the medium cannot hold the segment.");

    public static readonly ErrorCode BaseUnread = new("MIR4511", ExitCode.Complete,
        "The manifest of an image of the base cannot be read any more, so what it shares with the new lock is packed again.", "Nothing to do; a store that still has the image makes the archive smaller.");

    public static readonly ErrorCode BaseEmpty = new("MIR4512", ExitCode.Complete,
        "The base of an archive has no lock, so everything is packed.", "Check the revision or the day if there should be one.");

    public static readonly ErrorCode OcMirrorAbsent = new("MIR4513", ExitCode.Complete,
        "An archive of oc-mirror lists images that it does not bring.", "Nothing to do if earlier archives were published; else name them with --from as well.");

    public static readonly ErrorCode ReceiptNotStored = new("MIR4514", ExitCode.Complete,
        "A receipt could not be put where storageConfig says.", "Carry the file that the message names there.");

    public static readonly ErrorCode BaseOfOtherMirror = new("MIR4515", ExitCode.Complete,
        "The base of an archive is a receipt of another mirror, and more than a part of this one.", "Nothing to do if that destination is to be carried on as this mirror; else name a receipt of this mirror with --base.");

    public static readonly ErrorCode BaseOfOtherDestination = new("MIR4516", ExitCode.Complete,
        "The base of an archive is a receipt of another destination than --destination names.", "Name the receipt of the destination that the archive is for.");

    public static readonly ErrorCode BaseUnrelated = new("MIR4517", ExitCode.Complete,
        "The base of an archive has nothing that the lock needs, so everything is packed.", "Check whether the base is the one that is meant.");
}
