namespace Mirror.Model.Diagnostics;

// 2xxx: resolve and lock.
public static partial class MirrorErrors
{
    public static readonly ErrorCode LockUnreadable = new("MIR2001", ExitCode.StaleLock,
        "The lock file is damaged: not JSON, cut off, or with entries that have no meaning.", "Restore the file from version control, or resolve again with --target Lock.");

    public static readonly ErrorCode LockConflict = new("MIR2002", ExitCode.StaleLock,
        "The lock file has conflict markers of a merge.", "Merge the configuration, then run --target LockRepair, which merges the two locks by what they mean.");

    public static readonly ErrorCode LockFloats = new("MIR2003", ExitCode.StaleLock,
        "The lock file names an image by tag.", "Pin it again with --target Lock --refresh.");

    public static readonly ErrorCode LockTooNew = new("MIR2004", ExitCode.StaleLock,
        "The lock file was written by a newer Mirror.", "Use that version, or restore the older lock from version control.");

    public static readonly ErrorCode LockMissing = new("MIR2005", ExitCode.StaleLock,
        "Locked mode needs a lock file and there is none.", "Run --target Lock outside locked mode and commit mirror.lock.json.");

    public static readonly ErrorCode LockStale = new("MIR2006", ExitCode.StaleLock,
        "The lock does not answer the configuration, in locked mode.", "Run --target Lock outside locked mode and commit mirror.lock.json.");

    public static readonly ErrorCode LockNotCanonical = new("MIR2007", ExitCode.StaleLock,
        "The lock was edited by hand: its content would be written differently.", "Run --target LockRepair or --target Lock and commit mirror.lock.json.");

    public static readonly ErrorCode UnknownSource = new("MIR2008", ExitCode.Configuration,
        "--update names a source that the configuration does not have.", "Use one of the names that the message lists.");

    public static readonly ErrorCode PlatformMissing = new("MIR2009", ExitCode.Source,
        "An image has no instance for a platform that is asked for.", "Change 'platforms' of the entry that the message names.");

    public static readonly ErrorCode ImageNotFound = new("MIR2010", ExitCode.Source,
        "An image that the configuration names does not exist at its source.", "Correct its name, tag or digest; check that the credentials may read it.");

    public static readonly ErrorCode TargetCollision = new("MIR2011", ExitCode.Configuration,
        "Two different images would get the same repository and tag at the destination.", "Give one of them a 'targetRepo' or 'targetTag'.");

    public static readonly ErrorCode TargetInvalid = new("MIR2013", ExitCode.Configuration,
        "An image cannot keep its name at the destination.", "Give the entry a 'targetRepo'.");

    public static readonly ErrorCode BaseMissing = new("MIR2020", ExitCode.Configuration,
        "The lock file or revision that the lock is to be compared with does not exist.", "Name an existing one with --base; a pipeline needs the history of the target branch.");

    public static readonly ErrorCode BaseUnreadable = new("MIR2021", ExitCode.Configuration,
        "The lock is to be compared with a revision that git cannot read.", "Install git and run inside the repository, or name a lock file with --base.");

    public static readonly ErrorCode ImageNotInLock = new("MIR2022", ExitCode.Configuration,
        "The image that is to be explained is not in the lock.", "Check its name; 'mapping.txt' of the target Plan lists all images. If blockedImages excludes it, the message says so.");

    public static readonly ErrorCode PolicyRemovals = new("MIR2030", ExitCode.Policy,
        "The rule 'removals' of the policy: something is no longer mirrored.", "Review it; approve it with --approve removals, or keep it in the configuration.");

    public static readonly ErrorCode PolicyDowngrades = new("MIR2031", ExitCode.Policy,
        "The rule 'downgrades' of the policy: the highest version of something sinks.", "Ask for the higher version again, or approve it with --approve downgrades.");

    public static readonly ErrorCode PolicySourceHosts = new("MIR2032", ExitCode.Policy,
        "The rule 'source-hosts' of the policy: content comes from a place that is not allowed.", "Take it from an allowed place, block it, or add the place to 'allowed' of the rule.");

    public static readonly ErrorCode PolicySignatures = new("MIR2033", ExitCode.Policy,
        "The rule 'signatures' of the policy: an image has no signature in the lock.", "Have it signed and run Lock again, or leave it out of 'images' of the rule.");

    public static readonly ErrorCode PolicyGrowth = new("MIR2034", ExitCode.Policy,
        "The rule 'growth' of the policy: the mirror grows by more than is allowed at once.", "Ask for less, or approve it with --approve growth.");

    public static readonly ErrorCode PolicyMinimumAge = new("MIR2035", ExitCode.Policy,
        "The rule 'minimum-age' of the policy: new content was published too short a time ago.", "Wait until the date of the message, or keep the older version.");

    public static readonly ErrorCode PolicyPinnedRanges = new("MIR2036", ExitCode.Policy,
        "The rule 'pinned-ranges' of the policy: a range of the configuration does not name one version.", "Write the same 'minVersion' and 'maxVersion'.");

    public static readonly ErrorCode OutdatedFound = new("MIR2040", ExitCode.Different,
        "The sources have something beyond the lock that '--fail-on' names.", "Read the report of Outdated; move the lock on with --target Lock --refresh or --update NAME.");

    public static readonly ErrorCode WebUnreachable = new("MIR2201", ExitCode.Source,
        "A web server that the configuration needs could not be asked.", "Check the network, the proxy variables and the server, then run again.");

    public static readonly ErrorCode WebAnswerTooLarge = new("MIR2202", ExitCode.Source,
        "A web server answered with more than anything real.", "Check the address; something else answers there.");

    public static readonly ErrorCode WebStatus = new("MIR2203", ExitCode.Source,
        "A web server refused a question.", "Check the address and, for a service of your own, its log.");

    public static readonly ErrorCode WebPage = new("MIR2204", ExitCode.Source,
        "A web server answered with a page for people in place of data.", "A proxy or a login portal is in the way; check the proxy variables and the address.");

    public static readonly ErrorCode GraphInvalid = new("MIR2211", ExitCode.Source,
        "An answer of the update service is not an update graph.", "Check UPDATE_URL_OVERRIDE; else run again later.");

    public static readonly ErrorCode ChannelEmpty = new("MIR2212", ExitCode.Configuration,
        "The update service has no releases in a channel for an architecture.", "Check the spelling of channel and architecture.");

    public static readonly ErrorCode VersionUnknown = new("MIR2213", ExitCode.Configuration,
        "A version that the configuration names is not in its channel.", "Take one of the nearest versions that the message names, or another channel.");

    public static readonly ErrorCode ChannelNameInvalid = new("MIR2214", ExitCode.Configuration,
        "A channel whose name does not end in '-X.Y' cannot be part of an upgrade path across channels.", "Use a channel such as 'stable-4.20', or configure it alone.");

    public static readonly ErrorCode UpdateUrlInvalid = new("MIR2216", ExitCode.Configuration,
        "UPDATE_URL_OVERRIDE or OKD_UPDATE_URL_OVERRIDE is not an address.", "Set it to an http or https address, or unset it.");

    public static readonly ErrorCode GraphDataInvalid = new("MIR2217", ExitCode.Source,
        "What should be the data of the update graph is something else.", "Check the network and the proxy; the update service serves the data as a tar in gzip.");

    public static readonly ErrorCode ReleaseVersionMismatch = new("MIR2218", ExitCode.Policy,
        "A payload calls itself by another version than the update service does.", "Nothing of it is mirrored; check UPDATE_URL_OVERRIDE, and tell the owner of the service.");

    public static readonly ErrorCode GraphDataGone = new("MIR2219", ExitCode.Source,
        "The graph data that the lock pins are not served any more, and no other place that was asked has them.",
        "Take the store of a machine that fetched them, publish from an archive that has the graph image, or move the lock on with --target Lock --update platform/graph.");

    public static readonly ErrorCode GraphBaseUnusable = new("MIR2220", ExitCode.Source,
        "The image that the graph image is built on is not an image that can be built on.", "Check what registries.conf makes of 'registry.access.redhat.com/ubi9/ubi'.");

    public static readonly ErrorCode GraphImageDiffers = new("MIR2221", ExitCode.Failed,
        "The graph image becomes another one than the lock has, out of the same data.", "Another version of Mirror made it; move the lock on with --target Lock --update platform/graph.");

    public static readonly ErrorCode SignatureMissing = new("MIR2301", ExitCode.Source,
        "There is no signature for a release.", "Check OCP_SIGNATURE_URL; a release without a signature needs 'signatures: ignore' in its configuration.");

    public static readonly ErrorCode SignatureUnreadable = new("MIR2302", ExitCode.Policy,
        "A signature is not an OpenPGP message, or a damaged one.", "Check OCP_SIGNATURE_URL; what answers there may not be a signature store.");

    public static readonly ErrorCode SignatureUnsupported = new("MIR2303", ExitCode.Policy,
        "A signature has a form or an algorithm that is not trusted.", "Sign with RSA and SHA-256, as 'gpg --sign' does with an RSA key.");

    public static readonly ErrorCode SignatureAbsent = new("MIR2304", ExitCode.Policy,
        "What should be a signature is a message without one.", "Get the signature from its origin again; this one proves nothing.");

    public static readonly ErrorCode SignatureBad = new("MIR2305", ExitCode.Policy,
        "A signature does not match its document: one of them was changed.", "Get the signature from its origin again; if it stays, tell the owner of the key.");

    public static readonly ErrorCode SignatureExpired = new("MIR2306", ExitCode.Policy,
        "A signature was made for a limited time that is over.", "Get a newer signature from its origin.");

    public static readonly ErrorCode SignatureKeyUnknown = new("MIR2307", ExitCode.Policy,
        "A signature was made by a key that is not in the keyring.", "If you trust the key, name a keyring with it in OCP_SIGNATURE_VERIFICATION_PK.");

    public static readonly ErrorCode SignatureKeyExpired = new("MIR2308", ExitCode.Policy,
        "A signature was made by a key that has expired.", "Get the key with its new date from its owner and name it in OCP_SIGNATURE_VERIFICATION_PK.");

    public static readonly ErrorCode SignatureKeyRevoked = new("MIR2309", ExitCode.Policy,
        "A signature was made by a key that its owner has revoked.", "Do not use what it signed; ask the owner of the key.");

    public static readonly ErrorCode SignatureKeyUnfit = new("MIR2310", ExitCode.Policy,
        "A signature was made by a key that is not for signing, or does not vouch for itself.", "Get the key from its owner again.");

    public static readonly ErrorCode SignedDocumentInvalid = new("MIR2311", ExitCode.Policy,
        "A signature is valid, but what it signs does not speak about an image.", "Get the signature from its origin again.");

    public static readonly ErrorCode SignedDigestMismatch = new("MIR2312", ExitCode.Policy,
        "A signature is valid, but for another image.", "The signature store has files under wrong names; get the signature from its origin again.");

    public static readonly ErrorCode KeyringUnreadable = new("MIR2314", ExitCode.Configuration,
        "The keyring that signatures are verified with cannot be read.", "Name a file with public RSA keys, as 'gpg --export --armor' writes it, in OCP_SIGNATURE_VERIFICATION_PK.");

    public static readonly ErrorCode SignatureUrlInvalid = new("MIR2315", ExitCode.Configuration,
        "OCP_SIGNATURE_URL is not an address.", "Set it to an http or https address, or unset it.");

    public static readonly ErrorCode ReleaseImageMissing = new("MIR2316", ExitCode.Source,
        "A payload, or an image that a release consists of, is not at its source.", "Check the reference and the credentials; a mirror of the source may be incomplete.");

    public static readonly ErrorCode PayloadInvalid = new("MIR2331", ExitCode.Source,
        "An image is not a release payload, or a damaged one.", "Check the reference; a payload has 'release-manifests/image-references'.");

    public static readonly ErrorCode BootImageMissing = new("MIR2332", ExitCode.Configuration,
        "A release has no KubeVirt image for the configured architectures.", "Remove 'kubeVirtContainer', or choose releases and architectures that have one.");

    public static readonly ErrorCode ReferrersUnknown = new("MIR2350", ExitCode.Source,
        "It cannot be found out which signatures and other artifacts refer to an image.", "Mend what the message says of its registry, or set 'signatures: ignore' for the entry.");

    public static readonly ErrorCode SignatureRequired = new("MIR2351", ExitCode.Policy,
        "An image has no sigstore signature although it must have one.", "Have it signed, or set 'signatures: if-present' for the entry.");

    public static readonly ErrorCode ReferrersTooMany = new("MIR2352", ExitCode.Source,
        "More artifacts refer to an image than a registry sensibly has.", "Clean up at its source, or set 'signatures: ignore' for the entry.");

    public static readonly ErrorCode CatalogInvalid = new("MIR2401", ExitCode.Source,
        "A file of an operator catalog is not a file-based catalog.", "Report it to the maintainers of the catalog, or use another version of it.");

    public static readonly ErrorCode CatalogTooLarge = new("MIR2402", ExitCode.Source,
        "An operator catalog is larger than Mirror reads.", "Check that the reference names a catalog; select packages instead of all.");

    public static readonly ErrorCode CatalogNotFileBased = new("MIR2403", ExitCode.Source,
        "The image is not a file-based operator catalog.", "Use a file-based version of the catalog; those in SQLite format are not supported.");

    public static readonly ErrorCode CatalogSelectionEmpty = new("MIR2404", ExitCode.Configuration,
        "What is selected from a catalog has no bundles.", "Check the names of packages and channels, and the version ranges.");

    public static readonly ErrorCode OperatorVersionInvalid = new("MIR2410", ExitCode.Source,
        "A bundle has no version, or one that is not semantic.", "Report it to the maintainers of the catalog, or leave the package out.");

    public static readonly ErrorCode OperatorFullWithRange = new("MIR2411", ExitCode.Configuration,
        "All bundles and a range of versions are asked for at once.", "Remove 'full' or the range.");

    public static readonly ErrorCode OperatorPinnedVersionMissing = new("MIR2412", ExitCode.Configuration,
        "No bundle has the version that 'minVersion' and 'maxVersion' ask for.", "Ask for a version that the message shows, or for a range.");

    public static readonly ErrorCode OperatorDefaultChannelDropped = new("MIR2413", ExitCode.Configuration,
        "The default channel of a package is not among the channels that are kept.", "Add the channel, or set 'defaultChannel' to one that is kept.");

    public static readonly ErrorCode OperatorDefaultChannelUnknown = new("MIR2414", ExitCode.Configuration,
        "'defaultChannel' names a channel that is not kept.", "Set it to one that is kept.");

    public static readonly ErrorCode OperatorChannelEmpty = new("MIR2415", ExitCode.Configuration,
        "No bundle of a default channel is in the range of versions.", "Move the range, or set 'defaultChannel' to a channel that has bundles in it.");

    public static readonly ErrorCode ChannelHeadsMany = new("MIR2420", ExitCode.Configuration,
        "A channel has several heads; OLM wants exactly one.", "Move the bound that the message names, or select another channel.");

    public static readonly ErrorCode ChannelHeadMissing = new("MIR2421", ExitCode.Configuration,
        "A channel has no head; OLM wants exactly one.", "Move the bound that the message names, or select another channel.");

    public static readonly ErrorCode ChannelCycle = new("MIR2422", ExitCode.Configuration,
        "The upgrades of a channel go round in a circle.", "Move the bound that the message names, or select another channel.");

    public static readonly ErrorCode ChannelGraphInvalid = new("MIR2423", ExitCode.Configuration,
        "A channel has no entries, or entries that contradict themselves.", "Select another channel, or report it to the maintainers of the catalog.");

    public static readonly ErrorCode ChannelStranded = new("MIR2424", ExitCode.Configuration,
        "A channel has entries that no upgrade leads to.", "Move the bound that the message names, or select another channel.");

    public static readonly ErrorCode ChannelEntryWithoutBundle = new("MIR2425", ExitCode.Configuration,
        "A channel names bundles that the catalog does not have.", "Move the bound that the message names, or report it to the maintainers of the catalog.");

    public static readonly ErrorCode OperatorDefaultChannelMissing = new("MIR2426", ExitCode.Configuration,
        "A package has no default channel, or one that does not exist.", "Set 'defaultChannel' to one of its channels.");

    public static readonly ErrorCode OperatorPackageInvalid = new("MIR2427", ExitCode.Configuration,
        "OLM would refuse a package for contradictions in the catalog.", "Leave the package or its channels out, or report it to the maintainers of the catalog.");

    public static readonly ErrorCode RelatedImageInvalid = new("MIR2430", ExitCode.Source,
        "A bundle names an image that is no reference, or has neither tag nor digest.", "Block the bundle by a range of versions, or report it to the maintainers of the operator.");

    public static readonly ErrorCode OperatorDependencyUnmet = new("MIR2431", ExitCode.Configuration,
        "A bundle needs something that is not selected, and strict dependencies are asked for.", "Add what the message names to the configuration, or leave '--strict-dependencies' out.");

    public static readonly ErrorCode RelatedImageNotFound = new("MIR2432", ExitCode.Source,
        "A bundle names an image by a tag that its source does not have.", "Block it with 'blockedImages', or select versions of the operator without it.");

    public static readonly ErrorCode OperatorPinLost = new("MIR2433", ExitCode.Source,
        "An operator cannot keep what is locked of it, because the newer catalog no longer has it.", "Move the operator as well, with '--update'.");

    public static readonly ErrorCode DerivedCatalogWrong = new("MIR2434", ExitCode.StaleLock,
        "The lock derives another catalog than its packages give.", "Run '--target LockRepair'.");

    public static readonly ErrorCode DerivedCatalogUnknown = new("MIR2435", ExitCode.StaleLock,
        "What a lock derives of a catalog or of graph data cannot be computed again, because the store does not have them.", "Do what the message says to bring it there.");

    public static readonly ErrorCode OperatorNotMovable = new("MIR2436", ExitCode.Configuration,
        "A single operator of a catalog that is mirrored unmodified is to move.", "Move the whole catalog, or list its packages.");

    public static readonly ErrorCode LockMergeConflict = new("MIR2437", ExitCode.StaleLock,
        "Both sides of a merge changed the same thing in a lock.", "Take one side of it, or run the two commands of the message, which resolve it anew.");

    public static readonly ErrorCode CatalogImageUnsupported = new("MIR2440", ExitCode.Source,
        "A catalog image cannot be rebuilt.", "Use a catalog with Docker schema 2 or OCI manifests.");

    public static readonly ErrorCode ListNotFound = new("MIR2441", ExitCode.Source,
        "What is to be listed does not exist.", "Check the name; leave the last argument out to see what there is.");

    public static readonly ErrorCode ChartIndexInvalid = new("MIR2460", ExitCode.Source,
        "There is no chart repository at an address, or what should be its index is something else.", "Check 'url': it is the address of the folder with 'index.yaml'.");

    public static readonly ErrorCode ChartNotFound = new("MIR2461", ExitCode.Configuration,
        "A repository does not have a chart, or no version of it that is asked for.", "Take a name or a version that the message shows.");

    public static readonly ErrorCode ChartGone = new("MIR2462", ExitCode.Source,
        "The archive of a chart is not where it should be.", "Have it put there again, fill the store from one that has it, or move the lock on with '--target Lock --update NAME'.");

    public static readonly ErrorCode ChartDigestMismatch = new("MIR2463", ExitCode.Source,
        "The archive of a chart is not the one that the index of its repository or the lock names.", "Tell the owner of the repository; if the change is meant, move the lock on with '--target Lock --update NAME'.");

    public static readonly ErrorCode ChartArtifactInvalid = new("MIR2464", ExitCode.Source,
        "What should be a chart in a registry is another kind of image.", "Check the address; push the chart again with 'helm push'.");

    public static readonly ErrorCode NoUpgradePath = new("MIR2701", ExitCode.Complete,
        "No upgrade path leads from one version to another; only the two are mirrored.", "Choose another version or channel, or plan the step outside of the update service.");

    public static readonly ErrorCode ConditionalUpdate = new("MIR2702", ExitCode.Complete,
        "An upgrade path uses an update that is not recommended to every cluster.", "Read the risk that the message names and decide whether it concerns your clusters.");

    public static readonly ErrorCode EusMinorGap = new("MIR2703", ExitCode.Complete,
        "An EUS channel spans two or more minor versions.", "Set 'shortestPath: true', or add the channels in between, so that the intermediate releases are mirrored.");

    public static readonly ErrorCode RangeEmpty = new("MIR2704", ExitCode.Complete,
        "No release of a channel is in the configured range.", "Check 'minVersion' and 'maxVersion' against the versions that the message names.");

    public static readonly ErrorCode BootImageArchitecture = new("MIR2705", ExitCode.Complete,
        "There are no KubeVirt images for an architecture.", "Nothing to do; they exist for amd64 and s390x.");

    public static readonly ErrorCode PolicyNotJudged = new("MIR2720", ExitCode.Policy,
        "A rule of the policy cannot be judged, because something it needs is not known.", "Read the message: give it an older lock with --base, or leave content without a date out of the rule.");

    public static readonly ErrorCode PolicyWarning = new("MIR2721", ExitCode.Policy,
        "A rule of the policy with severity 'warning' finds something.", "Read the message; nothing is stopped.");

    public static readonly ErrorCode SourceNotAsked = new("MIR2730", ExitCode.Source,
        "A source could not be asked what it has beyond the lock.", "Read the message; what other sources answered is in the report.");

    public static readonly ErrorCode OperatorPackageUnknown = new("MIR2901", ExitCode.Configuration,
        "A catalog does not have a package that is asked for.", "Check the name; 'List' shows what the catalog has.");

    public static readonly ErrorCode OperatorChannelUnknown = new("MIR2902", ExitCode.Configuration,
        "A package does not have a channel that is asked for.", "Check the name; 'List' shows what the package has.");

    public static readonly ErrorCode OperatorDependencyMissing = new("MIR2903", ExitCode.Configuration,
        "A bundle needs a package that is not selected, or not in the version that it needs.", "Add what the message names to the configuration.");

    public static readonly ErrorCode OperatorApiMissing = new("MIR2904", ExitCode.Configuration,
        "A bundle needs an API that no selected bundle provides.", "Add one of the packages that the message names to the configuration.");

    public static readonly ErrorCode RelatedImageMissing = new("MIR2905", ExitCode.Source,
        "An image that a bundle names is not at its source; it is locked all the same.", "Have it pushed, or block it with 'blockedImages'.");

    public static readonly ErrorCode RelatedPlatformMissing = new("MIR2906", ExitCode.Source,
        "Images that bundles name have no instance for a platform that is asked for.", "Nothing, if the operators do not run there; else ask their maintainers.");
}
