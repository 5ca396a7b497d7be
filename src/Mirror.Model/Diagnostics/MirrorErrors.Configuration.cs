namespace Mirror.Model.Diagnostics;

// 1xxx: configuration.
public static partial class MirrorErrors
{
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
}
