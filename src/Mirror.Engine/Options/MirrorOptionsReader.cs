using System.Globalization;
using System.Net;
using Mirror.Engine.Outdated;
using Mirror.Engine.Emitting;
using Mirror.Engine.Listing;
using Mirror.Model.Planning;
using Mirror.Oci.Archives;

namespace Mirror.Engine.Options;

/// <summary>Makes options from what a front was given and the environment; all problems are reported at once.</summary>
/// <param name="rootDirectory">The repository: what defaults are relative to. Absolute.</param>
/// <param name="workingDirectory">Where the caller stands: what given paths are relative to. Absolute.</param>
/// <param name="environment">Looks up an environment variable.</param>
public sealed class MirrorOptionsReader(string rootDirectory, string workingDirectory, Func<string, string?> environment)
{
    /// <summary>The configuration in a mirror's folder.</summary>
    internal const string ConfigurationFileName = "imageset.yaml";

    /// <summary>The options that <paramref name="given"/> asks for; each argument stands in it at most once.</summary>
    /// <exception cref="MirrorException">Carries every wrong value and every conflict.</exception>
    public MirrorOptions Read(IEnumerable<GivenArgument> given)
    {
        var diagnostics = new DiagnosticBag();
        var reader = new ArgumentReader(new GivenArguments(given, environment), workingDirectory, diagnostics);
        var options = Read(reader, diagnostics);
        diagnostics.ThrowIfErrors();
        return options;
    }

    private MirrorOptions Read(ArgumentReader reader, DiagnosticBag diagnostics)
    {
        var from = reader.FullPaths(MirrorArguments.From);
        var release = new NamedReleaseReader(reader, environment, diagnostics).Read();
        var configuration = release is null
            ? ConfigurationFile(reader.FullPath(MirrorArguments.Config) ?? Path.Combine(rootDirectory, "mirror-configs", DefaultMirror(reader, from)))
            : ReleaseConfiguration(reader, release);
        var (lockMode, isLockedByCi) = ReadLockMode(reader, release, diagnostics);
        var options = new MirrorOptions
        {
            WorkingDirectory = workingDirectory,
            GivenPlaces = reader.Places(),
            ConfigurationFile = configuration,
            StoreFolder = reader.FullPath(MirrorArguments.Store) ?? Path.Combine(rootDirectory, "artifacts", "store"),
            OutputFolder = reader.FullPath(MirrorArguments.Output)
                ?? Path.Combine(rootDirectory, "artifacts", Path.GetFileName(Path.GetDirectoryName(configuration)!)),
            Destination = ReadDestination(reader, release),
            Namespace = reader.Text(MirrorArguments.Namespace),
            Release = release,
            NoRelease = reader.Flag(MirrorArguments.NoRelease, false),
            From = from,
            IsConfigurationOptional = from.Length > 0 && release is null && !reader.IsGiven(MirrorArguments.Config),
            KeepLayers = reader.Flag(MirrorArguments.KeepLayers, false),
            LockMode = lockMode,
            IsLockedByCi = isLockedByCi,
            UpdateNames = reader.Texts(MirrorArguments.Update),
            StrictDependencies = reader.Flag(MirrorArguments.StrictDependencies, false),
            MergeFiles = ReadMergeFiles(reader),
            Base = ReadBase(reader, diagnostics),
            Approvals = reader.Texts(MirrorArguments.Approve),
            Images = reader.Texts(MirrorArguments.Image),
            FailOn = reader.Words(MirrorArguments.FailOn, DriftWords.All),
            SigningKey = reader.FullPath(MirrorArguments.Sign),
            Pipeline = reader.Choice<PipelineKind>(MirrorArguments.Pipeline),
            RootFolder = rootDirectory,
            AuthFile = reader.FullPath(MirrorArguments.AuthFile),
            SourceAuthFile = reader.FullPath(MirrorArguments.SourceAuthFile),
            DestinationAuthFile = reader.FullPath(MirrorArguments.DestinationAuthFile),
            RegistriesConf = reader.FullPath(MirrorArguments.RegistriesConf),
            SourceTlsVerify = reader.Flag(MirrorArguments.SourceTlsVerify, true),
            DestinationTlsVerify = reader.Flag(MirrorArguments.DestinationTlsVerify, true),
            Parallel = reader.Number(MirrorArguments.Parallel, 1, 256),
            RetryDelay = reader.Duration(MirrorArguments.RetryDelay, null),
            Shard = ReadShard(reader),
            ArchiveSize = reader.Size(MirrorArguments.ArchiveSize),
            MaxNestedPaths = reader.Number(MirrorArguments.MaxNestedPaths, 0, 100) ?? 0,
            CatalogReference = reader.Choice<CatalogReference>(MirrorArguments.CatalogReference) ?? CatalogReference.Digest,
            StrictArchive = reader.Flag(MirrorArguments.StrictArchive, false),
            RemoveSignatures = reader.Flag(MirrorArguments.RemoveSignatures, false),
            SecurePolicy = reader.Flag(MirrorArguments.SecurePolicy, false),
            CaBundle = reader.FullPath(MirrorArguments.CaBundle),
            Deep = reader.Flag(MirrorArguments.Deep, false),
            Resources = reader.Choices<ResourceKind>(MirrorArguments.Resources),
            Overwrite = reader.Flag(MirrorArguments.Overwrite, false),
            List = ReadList(reader),
            MirrorsFolder = Path.Combine(rootDirectory, "mirror-configs"),
            Live = reader.Texts(MirrorArguments.Live).Select(text => ReadLock(reader, MirrorArguments.Live, text)).OfType<BaseReference>().ToArray(),
            PlanFile = reader.FullPath(MirrorArguments.Plan),
            ForceCacheDelete = reader.Flag(MirrorArguments.ForceCacheDelete, false),
            ListenAddress = ReadListenAddress(reader),
            Port = reader.Number(MirrorArguments.Port, 0, ushort.MaxValue) ?? 0,
            LogLevel = reader.Choice<LogLevel>(MirrorArguments.LogLevel) ?? LogLevel.Info,
            Quiet = reader.Flag(MirrorArguments.Quiet, false),
        };
        return options with
        {
            RetryTimes = reader.Number(MirrorArguments.RetryTimes, 0, 100) ?? options.RetryTimes,
            ImageTimeout = reader.Duration(MirrorArguments.ImageTimeout, options.ImageTimeout),
        };
    }

    // Inside the gap there may be nothing but archives, and their names say of which mirror they are.
    private static string DefaultMirror(ArgumentReader reader, IReadOnlyList<string> from)
    {
        if (from.Count == 0 || reader.IsGiven(MirrorArguments.Config))
        {
            return "demo";
        }

        // Verify reads archives of any mirrors; Resolve refuses those of several when none is named.
        return ArchiveFiles.MirrorsOf(from) is [var only] ? only : "archives";
    }

    // A name that does not end like YAML is a folder, whether it exists or not: what an argument means must not depend on the disk.
    private static string ConfigurationFile(string path) =>
        Path.GetExtension(path) is ".yaml" or ".yml" ? path : Path.Combine(Path.TrimEndingDirectorySeparator(path), ConfigurationFileName);

    // Among the outputs, because nobody wrote it; the folder's name is that of the mirror.
    private string ReleaseConfiguration(ArgumentReader reader, NamedRelease release)
    {
        var output = reader.FullPath(MirrorArguments.Output) ?? Path.Combine(rootDirectory, "artifacts", release.MirrorName);
        return Path.Combine(Path.GetFileName(output) == release.MirrorName ? output : Path.Combine(output, release.MirrorName), ConfigurationFileName);
    }

    private Destination? ReadDestination(ArgumentReader reader, NamedRelease? release)
    {
        var destination = release is null ? null : (Destination)new DestinationRegistry(NamedRelease.DefaultRegistry, "");
        if (reader.Text(MirrorArguments.Destination) is { } text && !Destination.TryParse(text, workingDirectory, out destination, out var problem))
        {
            reader.Refuse(MirrorArguments.Destination, text, problem);
            return null;
        }

        if (reader.Text(MirrorArguments.Namespace) is not { } path)
        {
            return destination is DestinationRegistry { Namespace.Length: 0 } bare && release is not null ? bare with { Namespace = release.Namespace } : destination;
        }

        var expectation = !ReferenceRules.IsRepository(path) ? "expected a path in lower case such as 'team/ocp'"
            : destination is DestinationLayout ? $"a layout on disk has no namespace; expected a registry as '{reader.Label(MirrorArguments.Destination)}'"
            : destination is DestinationRegistry { Namespace.Length: > 0 } ? $"'{destination}' has a namespace already; expected one of them"
            : null;
        if (expectation is null)
        {
            return destination is DestinationRegistry registry ? registry with { Namespace = path } : destination;
        }

        reader.Refuse(MirrorArguments.Namespace, path, expectation);
        return destination;
    }

    private BaseReference? ReadBase(ArgumentReader reader, DiagnosticBag diagnostics)
    {
        var day = ReadDay(reader);
        if (reader.Text(MirrorArguments.Base) is not { } text)
        {
            return day;
        }

        if (reader.IsGiven(MirrorArguments.Since))
        {
            diagnostics.Report(
                MirrorErrors.ConflictingArguments, null, $"'{reader.Label(MirrorArguments.Base)}' and '{reader.Label(MirrorArguments.Since)}' exclude each other; expected one of them.");
        }

        return ReadLock(reader, MirrorArguments.Base, text);
    }

    private BaseReference? ReadLock(ArgumentReader reader, MirrorArgument argument, string text)
    {
        if (!text.StartsWith("git:", StringComparison.Ordinal))
        {
            return new BaseFile(Path.GetFullPath(text, workingDirectory));
        }

        var revision = text["git:".Length..];
        if (revision.Length > 0 && revision[0] != '-' && !revision.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == ':'))
        {
            return new BaseRevision(revision);
        }

        reader.Refuse(argument, text, "expected a revision such as 'git:v1.2' or 'git:HEAD~1'");
        return null;
    }

    private static BaseDay? ReadDay(ArgumentReader reader)
    {
        if (reader.Text(MirrorArguments.Since) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new BaseDay(day);
        }

        reader.Refuse(MirrorArguments.Since, text, "expected a day such as '2026-03-31'");
        return null;
    }

    private static Shard? ReadShard(ArgumentReader reader)
    {
        if (reader.Text(MirrorArguments.Shard) is not { } text)
        {
            return null;
        }

        var shard = Shard.TryParse(text);
        if (shard is null)
        {
            reader.Refuse(MirrorArguments.Shard, text, "expected a part such as '2/4', of at most 256");
        }

        return shard;
    }

    private static string[] ReadMergeFiles(ArgumentReader reader)
    {
        var files = reader.FullPaths(MirrorArguments.Merge);
        if (files.Length is not (0 or 3 or 4))
        {
            reader.Refuse(MirrorArguments.Merge, files[^1], $"expected three versions and perhaps the path, as '--merge %O --merge %A --merge %B --merge %P'; there are {files.Length}");
        }

        return files;
    }

    private static ListQuestion ReadList(ArgumentReader reader)
    {
        var minor = reader.Text(MirrorArguments.Minor);
        if (minor is not null && (minor.Split('.') is not [{ Length: > 0 } major, { Length: > 0 } rest] || !(major + rest).All(char.IsAsciiDigit)))
        {
            reader.Refuse(MirrorArguments.Minor, minor, "expected a minor version such as '4.20'");
        }

        return new ListQuestion
        {
            Catalog = ReadCatalog(reader),
            Package = reader.Text(MirrorArguments.Package),
            Channel = reader.Text(MirrorArguments.Channel),
            Catalogs = reader.Flag(MirrorArguments.Catalogs, false),
            Releases = reader.Flag(MirrorArguments.Releases, false),
            Channels = reader.Flag(MirrorArguments.Channels, false),
            Minor = minor,
            Architectures = reader.Texts(MirrorArguments.Architecture),
        };
    }

    private static ImageReference? ReadCatalog(ArgumentReader reader)
    {
        if (reader.Text(MirrorArguments.Catalog) is not { } text)
        {
            return null;
        }

        if (ImageReference.TryParse(text, out var catalog, out var problem))
        {
            return catalog;
        }

        reader.Refuse(MirrorArguments.Catalog, text, problem);
        return null;
    }

    private static IPAddress ReadListenAddress(ArgumentReader reader)
    {
        if (reader.Text(MirrorArguments.Listen) is not { } text)
        {
            return IPAddress.Loopback;
        }

        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        reader.Refuse(MirrorArguments.Listen, text, "expected an IP address such as '127.0.0.1' or '0.0.0.0'");
        return IPAddress.Loopback;
    }

    private (LockMode Mode, bool IsLockedByCi) ReadLockMode(ArgumentReader reader, NamedRelease? release, DiagnosticBag diagnostics)
    {
        var asked = new List<(MirrorArgument Argument, LockMode Mode)>();
        AddFlag(MirrorArguments.Locked, LockMode.Locked);
        AddFlag(MirrorArguments.Frozen, LockMode.Frozen);
        AddFlag(MirrorArguments.Refresh, LockMode.Refresh);
        if (reader.Texts(MirrorArguments.Update).Length > 0)
        {
            asked.Add((MirrorArguments.Update, LockMode.Update));
        }

        if (reader.IsGiven(MirrorArguments.From))
        {
            foreach (var (argument, _) in asked.Where(a => a.Mode is LockMode.Refresh or LockMode.Update))
            {
                diagnostics.Report(
                    MirrorErrors.ConflictingArguments, null, $"'{reader.Label(argument)}' asks sources, which '{reader.Label(MirrorArguments.From)}' takes the place of; expected one of them.");
            }
        }

        if (asked.Count > 1)
        {
            var names = string.Join("' and '", asked.Select(a => reader.Label(a.Argument)));
            diagnostics.Report(MirrorErrors.ConflictingArguments, null, $"'{names}' exclude each other; expected one of them.");
        }

        // Parts that resolve by themselves could mean different content.
        if (reader.IsGiven(MirrorArguments.Shard))
        {
            if (asked.Exists(a => a.Mode is LockMode.Refresh or LockMode.Update))
            {
                diagnostics.Report(
                    MirrorErrors.ConflictingArguments, null, $"'{reader.Label(MirrorArguments.Shard)}' and '{reader.Label(asked[0].Argument)}' exclude each other: all parts work from one lock.");
            }

            return (asked.Exists(a => a.Mode == LockMode.Frozen) ? LockMode.Frozen : LockMode.Locked, false);
        }

        if (asked.Count > 0)
        {
            return (asked[0].Mode, false);
        }

        // There is no committed lock that a pipeline could be held to.
        if (release is not null)
        {
            return (LockMode.Update, false);
        }

        var isLockedByCi = CiVariable.IsSet(environment) && !reader.IsGiven(MirrorArguments.Locked);
        return (isLockedByCi ? LockMode.Locked : LockMode.Update, isLockedByCi);

        void AddFlag(MirrorArgument argument, LockMode mode)
        {
            if (reader.Flag(argument, false))
            {
                asked.Add((argument, mode));
            }
        }
    }
}
