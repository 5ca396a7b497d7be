namespace Mirror.Model.Diagnostics;

// 5xxx: publish.
public static partial class MirrorErrors
{
    public static readonly ErrorCode RequirementFailed = new("MIR5001", ExitCode.Incomplete,
        "An image is held back because one that it needs could not be published.", "Mend what the message names, then run Publish again: only what is missing is sent.");

    public static readonly ErrorCode ImageGone = new("MIR5002", ExitCode.Source,
        "A locked image is gone from its source.", "Have it pushed again, fill the store from one that still has it, or move the lock on with --target Lock --update NAME.");

    public static readonly ErrorCode BlobGone = new("MIR5003", ExitCode.Source,
        "A blob of a locked image is gone from its source.", "Have the image pushed again, or fill the store from one that still has it.");

    public static readonly ErrorCode PublishIncomplete = new("MIR5004", ExitCode.Incomplete,
        "Some images could not be published; the rest is at the destination.", "Mend what the messages name, then run Publish again: only what is missing is sent.");

    public static readonly ErrorCode DestinationMissing = new("MIR5005", ExitCode.Configuration,
        "A target that writes or reads a destination was not told which.", "Add --destination docker://host[:port][/namespace] or oci:FOLDER, or set MIRROR_DESTINATION.");

    public static readonly ErrorCode VerifyDifferences = new("MIR5006", ExitCode.Different,
        "The destination or the store does not hold what the lock names.", "Run the repair command of the message.");

    public static readonly ErrorCode FetchIncomplete = new("MIR5007", ExitCode.Source,
        "Some images could not be brought into the store.", "Mend what the messages name, then run Fetch again: what arrived is kept.");

    public static readonly ErrorCode SourceFrozen = new("MIR5008", ExitCode.Source,
        "Frozen mode allows no source to be asked, and the store lacks content.", "Fill the store with --target Fetch first, or leave --frozen out.");

    public static readonly ErrorCode TransferTimeout = new("MIR5009", ExitCode.Source,
        "Copying one blob or manifest, with its retries, took longer than --image-timeout.", "Raise --image-timeout (0 is no limit), or look for what is slow.");

    public static readonly ErrorCode ReleaseStopped = new("MIR5010", ExitCode.Incomplete,
        "One image of a release could not be had or could not be published, so the run was stopped: a release is of no use without one of its images.",
        "Mend what the messages name, then run the same command again: only what is missing is sent.");

    public static readonly ErrorCode LoginRefused = new("MIR5015", ExitCode.Destination,
        "A registry lets nobody in with the login that there is; nothing was done.", "Log in with 'podman login', or name a file with --src-authfile or --dest-authfile.");

    public static readonly ErrorCode RequiredContentMissing = new("MIR5020", ExitCode.Source,
        "An image needs content that neither the archives nor the destination has; nothing was pushed.", "Name the archives that the messages name with --from as well, in any order.");

    public static readonly ErrorCode ArchiveDamaged = new("MIR5021", ExitCode.Different,
        "Verify found segments of archives that are damaged or missing.", "Copy them again from where they were packed.");

    public static readonly ErrorCode DeletePlanMissing = new("MIR5101", ExitCode.Configuration,
        "Delete needs a plan, and there is none.", "Write one with --target DeletePlan, review it, and name it with --plan.");

    public static readonly ErrorCode DeletePlanForeign = new("MIR5102", ExitCode.Configuration,
        "A plan of deletion names something that is not below the destination.", "Give the destination that the plan was made for, or make a new plan.");

    public static readonly ErrorCode DeleteRefused = new("MIR5103", ExitCode.Policy,
        "A plan of deletion names a manifest that a live lock, an index or another tag still needs. Nothing was deleted.",
        "Take the entries that the message names out of the plan, or move the locks on first.");

    public static readonly ErrorCode DeleteUnsupported = new("MIR5104", ExitCode.Destination,
        "A registry does not delete.", "Let its owner allow it; docker-registry needs REGISTRY_STORAGE_DELETE_ENABLED=true.");

    public static readonly ErrorCode DeleteIncomplete = new("MIR5105", ExitCode.Incomplete,
        "Some manifests could not be deleted.", "Mend what the messages name, then run Delete again with the same plan.");

    public static readonly ErrorCode DeletionUnknown = new("MIR5106", ExitCode.Configuration,
        "No lock knows what is to be deleted.", "Name the lock that it was mirrored with: --base FILE or --base git:REVISION.");

    public static readonly ErrorCode DeletionUnnamed = new("MIR5107", ExitCode.Configuration,
        "Nothing says what is to be deleted.", "Give a DeleteImageSetConfiguration with --config, or an older lock with --base.");

    public static readonly ErrorCode LiveLockMissing = new("MIR5108", ExitCode.Configuration,
        "Nothing can be deleted while no lock says what is still needed.", "Run --target Lock, or name the locks in use with --live.");

    public static readonly ErrorCode StoreInUse = new("MIR5109", ExitCode.Failed,
        "The content store is in use by another process, so nothing in it can be removed now.", "Run the command again when the other process has ended.");

    public static readonly ErrorCode RepositoryMissing = new("MIR5150", ExitCode.Destination,
        "A repository has to be created at the destination before anything can be pushed to it.", "Create the repositories that 'repositories.txt' lists; Plan writes it.");

    public static readonly ErrorCode RepositoryRefused = new("MIR5151", ExitCode.Destination,
        "The destination does not take a repository of this name.", "Limit the depth of paths with '--max-nested-paths', or choose another namespace.");

    public static readonly ErrorCode ContentKept = new("MIR5501", ExitCode.Configuration,
        "Something that was to be deleted stays, because it is still needed.", "The message says by what.");

    public static readonly ErrorCode CatalogKept = new("MIR5502", ExitCode.Configuration,
        "An operator catalog that no lock has any more stays, because a cluster may still use it.", "When none does, name it without packages in a DeleteImageSetConfiguration.");

    public static readonly ErrorCode TagMoved = new("MIR5503", ExitCode.Configuration,
        "A tag shows something else than when the plan was made, and stays.", "Make a new plan if it is to go.");

    public static readonly ErrorCode ReferrersHidden = new("MIR5515", ExitCode.Complete,
        "Signatures or other artifacts were published where no client can find them.", "Use a registry with the referrers API, or give the image a tag of its own with 'targetTag'.");
}
