namespace Mirror.Model.Diagnostics;

/// <summary>
/// The catalogue of codes: 1xxx configuration, 2xxx resolve and lock, 3xxx registry, 4xxx store and archive, 5xxx publish,
/// 6xxx Kubernetes output, 7xxx charts, 9xxx host; second digit 0-4 error, 5-9 warning (DESIGN 8). The README's table is compared with it by a test.
/// </summary>
public static class MirrorErrors
{
    // 1xxx configuration
    public static readonly ErrorCode FileNotText = new("MIR1001", ExitCode.Configuration,
        "The configuration is not UTF-8 text, or has control characters in it.", "Save it as UTF-8 and remove the character at the given place.");

    public static readonly ErrorCode FileTooLarge = new("MIR1002", ExitCode.Configuration,
        "The configuration is larger, deeper or refers to itself more often than a configuration can sensibly be.", "Check that it is the right file; write out what anchors and aliases multiply.");

    public static readonly ErrorCode YamlSyntax = new("MIR1003", ExitCode.Configuration,
        "The configuration is not valid YAML.", "Mend the line at the given place; indentation is by spaces.");

    public static readonly ErrorCode ConfigurationEmpty = new("MIR1004", ExitCode.Configuration,
        "The configuration holds nothing.", "Write an ImageSetConfiguration, or name the right file.");

    public static readonly ErrorCode WrongKind = new("MIR1005", ExitCode.Configuration,
        "The file is of another kind than the target needs.", "Name the right file, or mend 'kind'.");

    public static readonly ErrorCode MissingSetting = new("MIR1006", ExitCode.Configuration,
        "A setting that must be there is missing or empty.", "Add it.");

    public static readonly ErrorCode UnknownSetting = new("MIR1007", ExitCode.Configuration,
        "The schema has no such setting at this place.", "Mend the spelling or the indentation, or remove it.");

    public static readonly ErrorCode RemovedSetting = new("MIR1008", ExitCode.Configuration,
        "The setting belongs to an older API version and has no effect any more.", "Write what the message names instead.");

    public static readonly ErrorCode DuplicateSetting = new("MIR1009", ExitCode.Configuration,
        "A setting is written twice in one place.", "Keep one of them.");

    public static readonly ErrorCode WrongType = new("MIR1010", ExitCode.Configuration,
        "A value is of another type than its setting: text, number, true or false, list, or settings.", "Write the value as the message says; look at hyphens, indentation and quotes.");

    public static readonly ErrorCode BadReference = new("MIR1011", ExitCode.Configuration,
        "An image reference is not one.", "Write host/path:tag, host/path@sha256:..., or oci://folder.");

    public static readonly ErrorCode BadTarget = new("MIR1012", ExitCode.Configuration,
        "A target path or tag does not follow the grammar of registries.", "Write a path without host, tag and digest, in lower case; a tag without colon.");

    public static readonly ErrorCode BadVersion = new("MIR1013", ExitCode.Configuration,
        "A version is not one.", "Releases need X.Y.Z; operators also take a leading 'v' and missing parts.");

    public static readonly ErrorCode EmptyRange = new("MIR1014", ExitCode.Configuration,
        "The lower end of a range of versions is above its upper end.", "Swap or mend the ends.");

    public static readonly ErrorCode DuplicateEntry = new("MIR1015", ExitCode.Configuration,
        "Two entries of a list name the same thing.", "Keep one, or give each its own target.");

    public static readonly ErrorCode ContradictorySettings = new("MIR1016", ExitCode.Configuration,
        "Two settings exclude each other.", "Remove one of them.");

    public static readonly ErrorCode BadPattern = new("MIR1017", ExitCode.Configuration,
        "A blocked image is not a regular expression in RE2 syntax.", "Mend the expression at the given place; look-around and back references do not exist.");

    public static readonly ErrorCode BadValue = new("MIR1018", ExitCode.Configuration,
        "A value is not one of those that the setting knows.", "Use a value that the message names.");

    public static readonly ErrorCode TooManyProblems = new("MIR1019", ExitCode.Configuration,
        "The configuration has more problems than are worth printing.", "Mend the first ones and run again.");

    public static readonly ErrorCode ConfigurationMissing = new("MIR1020", ExitCode.Configuration,
        "There is no configuration file at the path given.", "Name the folder or the file with --config.");

    public static readonly ErrorCode ArgumentUnserved = new("MIR1021", ExitCode.Configuration,
        "An argument asks for work that this version does not do.", "Leave it out, or use a version that does it.");

    public static readonly ErrorCode PolicyMisnamed = new("MIR1090", ExitCode.Configuration,
        "A policy beside the configuration has a name under which it is not read.", "Call it 'policy.yaml', or move what is no policy elsewhere.");

    public static readonly ErrorCode RegistriesSyntax = new("MIR1301", ExitCode.Configuration,
        "A registries.conf file is not valid TOML, or uses a part of TOML that such a file has no use for.", "Mend the file at the place that the message names.");

    public static readonly ErrorCode RegistriesSetting = new("MIR1302", ExitCode.Configuration,
        "A setting in a registries.conf file has a value that it cannot have, or contradicts another.", "See containers-registries.conf(5); mend the setting.");

    public static readonly ErrorCode RegistriesUnreadable = new("MIR1303", ExitCode.Configuration,
        "A registries.conf file that was asked for is missing, or one that is there cannot be read.", "Correct the path or the permissions.");

    public static readonly ErrorCode RegistriesVersion = new("MIR1304", ExitCode.Configuration,
        "A registries.conf file mixes the deprecated version 1 format with version 2, or is a drop-in in version 1.", "Rewrite the file with [[registry]] tables.");

    public static readonly ErrorCode RegistryBlocked = new("MIR1305", ExitCode.Policy,
        "registries.conf forbids pulling from, or pushing to, this registry.", "Remove the image, add a mirror for it, or unblock the registry.");

    public static readonly ErrorCode RegistriesRewrite = new("MIR1306", ExitCode.Configuration,
        "registries.conf rewrites the reference of an image to something that is not one.", "Correct 'prefix' or 'location' of the table that the message names.");

    public static readonly ErrorCode CredentialFileUnreadable = new("MIR1311", ExitCode.Configuration,
        "A credential file that was asked for is missing, or one that is there cannot be read.", "Correct the path or the permissions, or log in to write the file.");

    public static readonly ErrorCode CredentialFileInvalid = new("MIR1312", ExitCode.Configuration,
        "A credential file is not JSON, or an entry of it cannot be used.", "Mend the file at the place that the message names, or log in again.");

    public static readonly ErrorCode CredentialHelperFailed = new("MIR1313", ExitCode.Configuration,
        "A credential helper that a file names is not installed, failed, or gave an answer that is none.",
        "Run 'docker-credential-NAME get' with the registry's name as input; install or unlock the helper, or remove it from the file.");

    public static readonly ErrorCode CertificatesInvalid = new("MIR1321", ExitCode.Configuration,
        "A certificate folder of a registry (certs.d) has a file that cannot be used, or half a pair of client certificate and key.",
        "Put authorities into *.crt, and one client pair into files of one name that end in .cert and .key, all of them PEM.");

    public static readonly ErrorCode LegacyUntranslatable = new("MIR1330", ExitCode.Configuration,
        "A setting of oc-mirror v1 has no counterpart.", "Write what the message names instead.");

    public static readonly ErrorCode MigratedFileExists = new("MIR1331", ExitCode.Configuration,
        "The file that Migrate would write exists already and says something else.", "Move it away, or add --overwrite to replace the configuration itself.");

    public static readonly ErrorCode ApiVersionNotCurrent = new("MIR1501", ExitCode.Configuration,
        "The API version is missing, unknown or an older one; the file is read as v2alpha1, and translated if it is one of oc-mirror v1.", "Write 'apiVersion: mirror.openshift.io/v2alpha1'; for a file of oc-mirror v1, --target Migrate does it.");

    public static readonly ErrorCode SettingWithoutEffect = new("MIR1502", ExitCode.Configuration,
        "A setting is accepted for compatibility and does nothing.", "Remove it.");

    public static readonly ErrorCode FurtherDocuments = new("MIR1503", ExitCode.Configuration,
        "The file has several YAML documents; only the first one counts.", "Remove the others, or put them into files of their own.");

    public static readonly ErrorCode NothingToMirror = new("MIR1504", ExitCode.Configuration,
        "The configuration names no content.", "Add releases, operators, images or charts.");

    public static readonly ErrorCode RepeatedEntry = new("MIR1505", ExitCode.Configuration,
        "An entry is listed twice with the same meaning.", "Remove one of them.");

    public static readonly ErrorCode LegacySetting = new("MIR1701", ExitCode.Configuration,
        "A setting of oc-mirror v1 is translated, or means something else now.", "Look at what the message says; --target Migrate writes the translated file.");

    public static readonly ErrorCode CommentsLost = new("MIR1702", ExitCode.Configuration,
        "Migrate could not keep comments and layout of a file.", "Compare the two files, and copy over the comments that matter.");

    public static readonly ErrorCode RegistriesUnknownKey = new("MIR1801", ExitCode.Configuration,
        "A registries.conf file has a setting that is not known and has no effect.", "Correct its spelling, or remove it.");

    public static readonly ErrorCode RegistriesDuplicatePrefix = new("MIR1802", ExitCode.Configuration,
        "A registries.conf file has two tables for one prefix; the first one counts.", "Merge the tables.");

    // 2xxx resolve and lock
    public static readonly ErrorCode LockUnreadable = new("MIR2001", ExitCode.StaleLock,
        "The lock file is damaged: not JSON, cut off, or with entries that have no meaning.", "Restore the file from version control, or resolve again with --target Lock.");

    public static readonly ErrorCode LockConflict = new("MIR2002", ExitCode.StaleLock,
        "The lock file has conflict markers of a merge.", "Keep the entries of both sides, delete the markers, run --target LockRepair or --target Lock.");

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
        "What a lock derives of a catalog cannot be computed again, because the store does not have the catalog.", "Do what the message says to bring it there.");

    public static readonly ErrorCode OperatorNotMovable = new("MIR2436", ExitCode.Configuration,
        "A single operator of a catalog that is mirrored unmodified is to move.", "Move the whole catalog, or list its packages.");

    public static readonly ErrorCode LockMergeConflict = new("MIR2437", ExitCode.StaleLock,
        "Both sides of a merge changed the same thing in a lock.", "Take one side of it, or resolve it again with '--target Lock --update'.");

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

    // 3xxx registry
    public static readonly ErrorCode ManifestTooLarge = new("MIR3001", ExitCode.Source,
        "A manifest is larger than the distribution specification allows (4 MiB).", "The registry serves something that is not an image; check the reference.");

    public static readonly ErrorCode ManifestInvalid = new("MIR3002", ExitCode.Source,
        "A manifest is not JSON, or not that of an image or index.", "Check the reference; push the image again with a current tool.");

    public static readonly ErrorCode ManifestSchema1 = new("MIR3003", ExitCode.Source,
        "The image exists only as Docker schema 1.", "Push the image again with a current tool, or remove it from the configuration.");

    public static readonly ErrorCode RegistryUnreachable = new("MIR3010", ExitCode.Source,
        "A registry cannot be reached, or cuts its connections.", "Check the host name, the port, the proxy settings and the network between here and there.");

    public static readonly ErrorCode RegistryTls = new("MIR3011", ExitCode.Source,
        "The TLS connection to a registry fails.",
        "Put the authority's certificate into 'certs.d/<host:port>/ca.crt', a client certificate beside it, or let the registry renew its own.");

    public static readonly ErrorCode RegistryTimeout = new("MIR3012", ExitCode.Source,
        "A registry does not answer, or stops in the middle of an answer.", "Try again; if it happens always, look at the registry's log and at proxies in between.");

    public static readonly ErrorCode RegistryProtocol = new("MIR3013", ExitCode.Source,
        "A registry answers something that the distribution specification does not allow.", "Check that the address is that of a registry, not of a web page or proxy.");

    public static readonly ErrorCode RegistryAnswerTooLarge = new("MIR3014", ExitCode.Source,
        "A registry's answer is longer than any such answer should be.", "Check that the address is that of a registry, not of a web page or proxy.");

    public static readonly ErrorCode RegistryDigestMismatch = new("MIR3015", ExitCode.Source,
        "Content does not have the digest that names it.", "The content is damaged or was exchanged: push it there again, or use another source.");

    public static readonly ErrorCode RegistrySizeMismatch = new("MIR3016", ExitCode.Source,
        "Content does not have the length that its descriptor says.", "The content is damaged or was exchanged: push it there again, or use another source.");

    public static readonly ErrorCode ImageNowhere = new("MIR3017", ExitCode.Source,
        "None of the places that may have an image could give it.", "The message names every place and what it answered.");

    public static readonly ErrorCode RegistryUnauthorized = new("MIR3020", ExitCode.Source,
        "A registry wants a login, or does not take the one it got.", "Log in with 'podman login' or 'skopeo login', or name the right file with '--authfile'.");

    public static readonly ErrorCode RegistryForbidden = new("MIR3021", ExitCode.Source,
        "The login is known, but may not do this.", "Let the registry's owner grant the right, or use another login.");

    public static readonly ErrorCode RegistryTokenRefused = new("MIR3022", ExitCode.Source,
        "The token server of a registry gives no usable token.", "Log in again; if that does not help, ask the registry's owner.");

    public static readonly ErrorCode RegistryRealmRefused = new("MIR3023", ExitCode.Source,
        "A registry names a token server that credentials must not be sent to.", "Ask the registry's owner: its token server must be reachable by HTTPS under a proper name.");

    public static readonly ErrorCode RegistryNotFound = new("MIR3030", ExitCode.Source,
        "A registry does not have what it should have.", "Check the reference; if the registry lost content, push it there again.");

    public static readonly ErrorCode RegistryRateLimited = new("MIR3031", ExitCode.Source,
        "A registry limits the rate of requests, longer than we wait.", "Run again later, log in (most registries allow more then), or lower '--parallel'.");

    public static readonly ErrorCode RegistryServerError = new("MIR3032", ExitCode.Source,
        "A registry fails by itself (5xx), again and again.", "Try again later; look at the registry's log.");

    public static readonly ErrorCode RegistryRejected = new("MIR3033", ExitCode.Source,
        "A registry rejects a request.", "The message says what it rejected and, if the registry told, why.");

    public static readonly ErrorCode RegistryRedirectRefused = new("MIR3034", ExitCode.Source,
        "A registry redirects to where requests must not go.", "Ask the registry's owner; a proxy that ends TLS must tell the registry its public address.");

    public static readonly ErrorCode LayerInvalid = new("MIR3041", ExitCode.Source,
        "A layer is not a tar archive, is damaged, or has a path that leads outside of the image.", "Check the reference; push the image again with a current tool.");

    public static readonly ErrorCode LayerCompression = new("MIR3042", ExitCode.Source,
        "Mirror has to look inside a layer that is compressed with something other than gzip.", "Push the image again with gzip layers.");

    public static readonly ErrorCode LayerTooLarge = new("MIR3043", ExitCode.Source,
        "A layer, or a file in it that Mirror has to read, is larger than anything real.", "Check the reference; the image is damaged or hostile.");

    public static readonly ErrorCode RegistryAbsent = new("MIR3090", ExitCode.Source,
        "There is a web server at the address of a registry, but no registry.", "Check the host name and the port; many registries listen on 5000 or 8443, not on 443.");

    public static readonly ErrorCode CredentialFileExposed = new("MIR3511", ExitCode.Configuration,
        "Every user of the machine can read a file with credentials.", "Take the permission away: chmod o-r FILE.");

    // 4xxx store and archive
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
        "Receipts say that the destinations of a mirror hold different locks, so it does not follow what an archive for all may build on.", "Name one receipt or an older lock with --base.");

    public static readonly ErrorCode ArchiveContentDamaged = new("MIR4090", ExitCode.Source,
        "Content of an archive that this run needs is damaged; nothing was pushed.", "Copy the files that the messages name again from where they were packed, compare them with the checksum file (sha256sum -c NAME.sha256), and run the same command again.");

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

    // 5xxx publish
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

    // 6xxx Kubernetes output
    public static readonly ErrorCode TrustBundleUnreadable = new("MIR6001", ExitCode.Configuration,
        "The file of --ca-bundle cannot be read.", "Correct the path or the permissions.");

    public static readonly ErrorCode TrustBundleInvalid = new("MIR6002", ExitCode.Configuration,
        "The file of --ca-bundle is no bundle of certificates, or has a private key in it.", "Name a file with certificates in PEM alone.");

    public static readonly ErrorCode CatalogSourceTemplateMissing = new("MIR6010", ExitCode.Configuration,
        "The template for a CatalogSource cannot be read.", "Correct the path, which is relative to the configuration.");

    public static readonly ErrorCode CatalogSourceTemplateInvalid = new("MIR6011", ExitCode.Configuration,
        "A file is no template for a CatalogSource.", "Write a CatalogSource for the source type 'grpc', or leave 'targetCatalogSourceTemplate' out.");

    // 7xxx charts
    public static readonly ErrorCode ChartUnreadable = new("MIR7001", ExitCode.Configuration,
        "What should be a chart cannot be read as one.", "Check the path or the repository; 'helm lint' tells more.");

    public static readonly ErrorCode ChartValuesInvalid = new("MIR7002", ExitCode.Configuration,
        "Values of a chart, or a file of them, cannot be read.", "Mend 'values' or the file that the message names.");

    public static readonly ErrorCode ChartTemplateInvalid = new("MIR7003", ExitCode.Source,
        "A template of a chart is not valid, or uses a function that Mirror does not have.", "Take another version of the chart, or report it to its maintainers.");

    public static readonly ErrorCode ChartRenderingFailed = new("MIR7004", ExitCode.Configuration,
        "A template of a chart fails with the values that it gets.", "Give the chart the values that it needs with 'values' or 'valuesFiles'.");

    public static readonly ErrorCode ChartValueRequired = new("MIR7005", ExitCode.Configuration,
        "A chart asks for a value that it did not get.", "Give it with 'values' or 'valuesFiles' at the entry that the message points to.");

    public static readonly ErrorCode ChartManifestInvalid = new("MIR7006", ExitCode.Source,
        "What a chart renders to is not YAML.", "Check the values; otherwise take another version of the chart, or report it to its maintainers.");

    public static readonly ErrorCode ChartTooLarge = new("MIR7007", ExitCode.Source,
        "A chart is larger, deeper or takes longer than any real one.", "Check the address; the chart is damaged or hostile.");

    public static readonly ErrorCode ChartImagePathInvalid = new("MIR7008", ExitCode.Configuration,
        "An image path is not a JSONPath template as kubectl has it.", "Mend it; a path looks like '{.spec.containers[*].image}'.");

    public static readonly ErrorCode ChartImageSkipped = new("MIR7501", ExitCode.Complete,
        "A chart names something as an image that is none; it is left out.", "If it should be one, set it with the chart's 'values'; else nothing to do.");

    public static readonly ErrorCode ChartInputMissing = new("MIR7502", ExitCode.Complete,
        "A chart on disk or a values file is gone; the lock is used as it is.", "Restore the file, or remove the entry that names it.");

    public static readonly ErrorCode ChartVersionSkipped = new("MIR7503", ExitCode.Complete,
        "The index of a chart repository lists something that is no semantic version; it is left out, as Helm does.", "Nothing to do; the owner of the repository may mend it.");

    public static readonly ErrorCode ChartExclusionUnused = new("MIR7504", ExitCode.Complete,
        "An entry of 'exclude' leaves nothing out: the index of the chart repository has no such chart, or no such version of it.", "Correct 'name' or 'version', or remove the entry.");

    // 9xxx host
    public static readonly ErrorCode CakeNotRestored = new("MIR9001", ExitCode.Failed,
        "The build engine's package is not restored.", "Run 'dotnet restore', then the command again.");

    public static readonly ErrorCode UnknownArgument = new("MIR9002", ExitCode.Configuration,
        "An argument is not known.", "Use the suggested one, or '--help' for the list.");

    public static readonly ErrorCode BadArgumentValue = new("MIR9003", ExitCode.Configuration,
        "The value of an argument, environment variable or property is not valid.", "Give a value of the form that the message names.");

    public static readonly ErrorCode ConflictingArguments = new("MIR9004", ExitCode.Configuration,
        "Arguments exclude each other, or one is given twice.", "Keep one of them.");

    public static readonly ErrorCode UnknownTarget = new("MIR9005", ExitCode.Configuration,
        "A target is not known.", "Use the suggested one, or run without arguments for the list.");

    public static readonly ErrorCode TestsFailed = new("MIR9007", ExitCode.Failed,
        "Tests failed, or could not run.", "Read the failures above; run one again with '--filter'.");

    public static readonly ErrorCode SdkMissing = new("MIR9008", ExitCode.Failed,
        "The .NET SDK is missing, or not of the feature band that global.json names.", "Install the SDK that the message names.");

    public static readonly ErrorCode AspNetCoreMissing = new("MIR9009", ExitCode.Failed,
        "The ASP.NET Core runtime is missing, which the demo serves its registries with.", "Install it in the version of the .NET runtime, or name a destination and unset 'MirrorSandbox'.");

    public static readonly ErrorCode ProxyInvalid = new("MIR9010", ExitCode.Configuration,
        "The address of a proxy cannot be read.", "Correct 'HTTP_PROXY' or 'HTTPS_PROXY': 'http://[user:password@]host:port'.");

    public static readonly ErrorCode BenchmarkFailed = new("MIR9011", ExitCode.Failed,
        "The benchmark could not be built, or did not run to its end.", "Read what it printed; it needs the program 'docker-registry'.");

    public static readonly ErrorCode OcMissing = new("MIR9012", ExitCode.Configuration,
        "The version of a release is to be that of 'oc', which is not on the PATH.", "Say the version, as in '--release 4.20.18', or install 'oc'.");

    public static readonly ErrorCode OcVersionUnknown = new("MIR9013", ExitCode.Configuration,
        "The 'oc' on the PATH does not say which release it belongs to.", "Say the version, as in '--release 4.20.18'.");

    public static readonly ErrorCode ListUnclear = new("MIR9020", ExitCode.Configuration,
        "It is not clear what is to be listed.", "Give the arguments that the message names.");

    public static readonly ErrorCode ExplainWithoutImage = new("MIR9025", ExitCode.Configuration,
        "The target Explain was not told which image.", "Add --image with a reference, a digest or a name.");

    public static readonly ErrorCode SigningKeyInvalid = new("MIR9026", ExitCode.Configuration,
        "The file of '--sign' is not there, or holds no private key that can be used.", "Give an elliptic-curve or RSA key in PEM without a password: openssl ecparam -genkey -name prime256v1 -noout.");

    public static readonly ErrorCode NewExists = new("MIR9027", ExitCode.Configuration,
        "A file that the target New would write is there already.", "Name another folder with --config, or remove what is there.");

    public static readonly ErrorCode NewEmpty = new("MIR9028", ExitCode.Configuration,
        "The target New was not told what to mirror.", "Add --channel, --catalog with --package, or --image; on a terminal it asks.");

    public static readonly ErrorCode PortInUse = new("MIR9101", ExitCode.Failed,
        "A server of Mirror cannot listen, because another program has the port.", "Stop that program or choose another port; 0 takes any free one.");

    public static readonly ErrorCode ContentNotInStore = new("MIR9102", ExitCode.Failed,
        "An image cannot be served from the content store, because part of it is not there.", "Run Fetch with the same configuration and store.");

    /// <summary>Every code of the catalogue, by number.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        .. typeof(MirrorErrors).GetFields()
            .Where(field => field.FieldType == typeof(ErrorCode))
            .Select(field => (ErrorCode)field.GetValue(null)!)
            .OrderBy(code => code.Id, StringComparer.Ordinal),
    ];
}
