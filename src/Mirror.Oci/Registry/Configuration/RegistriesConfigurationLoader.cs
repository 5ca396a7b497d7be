using System.Globalization;
using Mirror.Oci.Registry.Configuration.Toml;

namespace Mirror.Oci.Registry.Configuration;

/// <summary>
/// Finds and reads <c>registries.conf</c> and the drop-ins that go with it. The first of these files counts: the one given, the one beside the
/// configuration, <c>CONTAINERS_REGISTRIES_CONF</c>, the user's, the system's. Drop-ins are read as the containers libraries do: with the user's file
/// only the user's, else the system's and then the user's. The file beside the configuration takes none: it is part of the source, and what
/// a machine has must not change it.
/// </summary>
public static class RegistriesConfigurationLoader
{
    private const string FileName = "registries.conf";
    private const string DropInFolder = "registries.conf.d";
    private const int MaxDropIns = 1000;

    /// <summary>
    /// Reads the configuration. <paramref name="explicitFile"/> is that of <c>--registries-conf</c>, <paramref name="configurationFolder"/> the folder
    /// of the ImageSetConfiguration. Warnings go to <paramref name="warnings"/>.
    /// </summary>
    /// <exception cref="MirrorException">All problems of all files.</exception>
    public static RegistriesConfiguration Load(string? explicitFile, string? configurationFolder, HostEnvironment environment, DiagnosticBag warnings)
    {
        var diagnostics = new DiagnosticBag();
        var files = new List<RegistriesFile>();
        var (main, dropInFolders) = Choose(explicitFile, configurationFolder, environment);
        if (main is not null)
        {
            Read(main, isDropIn: false);
        }

        foreach (var dropIn in dropInFolders.SelectMany(folder => FindDropIns(folder, diagnostics)))
        {
            Read(dropIn, isDropIn: true);
        }

        diagnostics.ThrowIfErrors();
        warnings.AddRange(diagnostics);
        return new RegistriesConfiguration(files);

        void Read(string path, bool isDropIn)
        {
            // Caught to go on: all files' problems are reported together.
            try
            {
                files.Add(new RegistriesFileReader(diagnostics).Read(path, BoundedFile.Read(path, TomlReader.MaxSize, MirrorErrors.RegistriesUnreadable), isDropIn));
            }
            catch (MirrorException exception)
            {
                diagnostics.AddRange(exception.Diagnostics);
            }
        }
    }

    private static (string? Main, IReadOnlyList<string> DropInFolders) Choose(string? explicitFile, string? configurationFolder, HostEnvironment environment)
    {
        var system = Path.Combine(environment.Root, "etc", "containers");
        var user = environment.Home is { } home ? Path.Combine(home, ".config", "containers") : null;
        string[] all = [Path.Combine(system, DropInFolder), .. user is null ? Array.Empty<string>() : [Path.Combine(user, DropInFolder)]];
        if (explicitFile is not null)
        {
            return (explicitFile, all);
        }

        if (configurationFolder is not null && Path.Combine(configurationFolder, FileName) is var beside && File.Exists(beside))
        {
            return (beside, []);
        }

        if (environment.Find("CONTAINERS_REGISTRIES_CONF") is { } named)
        {
            return (named, all);
        }

        if (user is not null && Path.Combine(user, FileName) is var own && File.Exists(own))
        {
            return (own, [Path.Combine(user, DropInFolder)]);
        }

        var shared = Path.Combine(system, FileName);
        return (File.Exists(shared) ? shared : null, all);
    }

    private static IEnumerable<string> FindDropIns(string folder, DiagnosticBag diagnostics)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var files = new DirectoryInfo(folder).EnumerateFiles()
            .Where(file => file.Name.EndsWith(".conf", StringComparison.Ordinal))
            .Select(file => file.FullName)
            .Take(MaxDropIns + 1)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (files.Count > MaxDropIns)
        {
            diagnostics.Report(
                MirrorErrors.RegistriesUnreadable,
                SourceSpan.At(folder, 0, 0),
                string.Create(CultureInfo.InvariantCulture, $"The folder has more than {MaxDropIns} drop-in files."));
            return [];
        }

        return files;
    }
}
