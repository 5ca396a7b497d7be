using Mirror.Oci.Registry.Configuration.Toml;

namespace Mirror.Oci.Registry.Configuration;

/// <summary>Gives the tables of one <c>registries.conf</c> file their meaning, by containers-registries.conf(5).</summary>
internal sealed class RegistriesFileReader(DiagnosticBag diagnostics)
{
    private static readonly string[] RootKeys =
    [
        "unqualified-search-registries", "credential-helpers", "short-name-mode", "registry", "aliases", "registries",
        "additional-layer-store-auth-helper",
    ];

    private static readonly string[] RegistryKeys = ["prefix", "location", "insecure", "blocked", "mirror-by-digest-only", "pull-from-mirror", "mirror"];

    private static readonly string[] MirrorKeys = ["location", "insecure", "pull-from-mirror"];

    private readonly TomlSettings _settings = new(diagnostics);

    /// <summary>Reads <paramref name="content"/>; problems of meaning go to the diagnostics. A drop-in must be of version 2.</summary>
    /// <exception cref="MirrorException">The content is not TOML.</exception>
    public RegistriesFile Read(string file, ReadOnlySpan<byte> content, bool isDropIn)
    {
        var root = TomlReader.Read(file, content);
        _settings.ReportUnknown(root, RootKeys);
        if (TomlSettings.Find(root, "registries") is { } version1)
        {
            return ReadVersion1(root, version1, isDropIn);
        }

        var registries = _settings.Tables(root, "registry").Select(ReadRegistry).OfType<RegistryEntry>().ToList();
        ReportConflicts(registries);
        return new RegistriesFile
        {
            Registries = ByPrefix(registries),
            UnqualifiedSearchRegistries = ReadSearchRegistries(root),
            CredentialHelpers = _settings.Strings(root, "credential-helpers")?.Select(s => s.Value).ToList(),
            ShortNameMode = ReadShortNameMode(root),
            Aliases = new RegistryAliasReader(diagnostics, _settings).Read(root),
        };
    }

    /// <summary>A list that names the same host as an entry of version 2 would; null if it is no host.</summary>
    private string? Location(TomlString? value)
    {
        if (value is null)
        {
            return null;
        }

        var location = value.Value.TrimEnd('/');
        if (location.StartsWith("http://", StringComparison.Ordinal) || location.StartsWith("https://", StringComparison.Ordinal))
        {
            Report(value.Span, $"'{location}' has a scheme; expected host[:port][/path] without one.");
            return null;
        }

        return location;
    }

    private RegistryEntry? ReadRegistry(TomlTable table)
    {
        _settings.ReportUnknown(table, RegistryKeys);
        var errors = diagnostics.Count(d => d.Code.Severity == Severity.Error);
        var location = Location(_settings.String(table, "location")) ?? "";
        var prefixSetting = _settings.String(table, "prefix");
        var prefix = Location(prefixSetting) is { Length: > 0 } given ? given : location;
        if (prefix.Length == 0)
        {
            Report(table.Span, "The table has neither 'location' nor 'prefix'; expected at least 'location'.");
        }
        else if (prefix.StartsWith("*.", StringComparison.Ordinal) && prefix.AsSpan().IndexOfAny("/@:") >= 0)
        {
            Report((prefixSetting ?? (TomlValue)table).Span, $"The wildcard prefix '{prefix}' has a port, a path, a tag or a digest; expected the form '*.example.com'.");
        }
        else if (location.Length == 0 && !prefix.StartsWith("*.", StringComparison.Ordinal))
        {
            Report(table.Span, $"The table for '{prefix}' has no 'location'; only a prefix of the form '*.example.com' may do without.");
        }

        if (_settings.String(table, "pull-from-mirror") is { Value.Length: > 0 } misplaced)
        {
            Report(misplaced.Span, "'pull-from-mirror' stands in a [[registry]] table; expected it in [[registry.mirror]].");
        }

        var digestOnly = _settings.Boolean(table, "mirror-by-digest-only");
        var mirrors = _settings.Tables(table, "mirror").Select(mirror => ReadMirror(mirror, digestOnly)).OfType<RegistryMirror>().ToList();
        var entry = new RegistryEntry(
            prefix, location, _settings.Boolean(table, "insecure"), _settings.Boolean(table, "blocked"), mirrors, table.Span);
        return diagnostics.Count(d => d.Code.Severity == Severity.Error) == errors ? entry : null;
    }

    private RegistryMirror? ReadMirror(TomlTable table, bool digestOnly)
    {
        _settings.ReportUnknown(table, MirrorKeys);
        var location = Location(_settings.String(table, "location"));
        if (string.IsNullOrEmpty(location))
        {
            Report(table.Span, "The mirror has no 'location'; expected host[:port][/path].");
            return null;
        }

        var pullFrom = digestOnly ? PullFromMirror.DigestOnly : PullFromMirror.All;
        if (_settings.String(table, "pull-from-mirror") is { Value.Length: > 0 } setting)
        {
            if (digestOnly)
            {
                Report(setting.Span, "'pull-from-mirror' is set although the registry has 'mirror-by-digest-only'; expected one of the two.");
            }

            pullFrom = ReadPullFrom(setting);
        }

        return new RegistryMirror(location, _settings.Boolean(table, "insecure"), pullFrom, table.Span);
    }

    private PullFromMirror ReadPullFrom(TomlString setting)
    {
        switch (setting.Value)
        {
            case "all":
                return PullFromMirror.All;
            case "digest-only":
                return PullFromMirror.DigestOnly;
            case "tag-only":
                return PullFromMirror.TagOnly;
            default:
                Report(setting.Span, $"'{setting.Value}' is not a value of 'pull-from-mirror'; expected 'all', 'digest-only' or 'tag-only'.");
                return PullFromMirror.All;
        }
    }

    private ShortNameMode? ReadShortNameMode(TomlTable root)
    {
        var setting = _settings.String(root, "short-name-mode");
        switch (setting?.Value)
        {
            case null or "":
                return null;
            case "permissive":
                return ShortNameMode.Permissive;
            case "enforcing":
                return ShortNameMode.Enforcing;
            case "disabled":
                return ShortNameMode.Disabled;
            default:
                Report(setting.Span, $"'{setting.Value}' is not a value of 'short-name-mode'; expected 'enforcing', 'permissive' or 'disabled'.");
                return null;
        }
    }

    private List<string>? ReadSearchRegistries(TomlTable root)
    {
        var settings = _settings.Strings(root, "unqualified-search-registries");
        if (settings is null)
        {
            return null;
        }

        var registries = new List<string>(settings.Count);
        foreach (var setting in settings)
        {
            if (Location(setting) is not { } registry)
            {
                continue;
            }

            if (!ReferenceRules.IsRegistry(registry))
            {
                Report(setting.Span, $"'{registry}' is not a host name with an optional port.");
                continue;
            }

            registries.Add(registry);
        }

        return registries;
    }

    /// <summary>Tables that lead to one place must agree on how it is reached.</summary>
    private void ReportConflicts(List<RegistryEntry> registries)
    {
        foreach (var group in registries.GroupBy(r => r.Location.Length == 0 ? r.Prefix : r.Location, StringComparer.Ordinal))
        {
            var first = group.First();
            foreach (var other in group.Skip(1))
            {
                if (other.IsInsecure != first.IsInsecure)
                {
                    Report(other.Span, $"'{group.Key}' has another value of 'insecure' here than at {first.Span}.");
                }

                if (other.IsBlocked != first.IsBlocked)
                {
                    Report(other.Span, $"'{group.Key}' has another value of 'blocked' here than at {first.Span}.");
                }
            }
        }
    }

    private Dictionary<string, RegistryEntry> ByPrefix(IEnumerable<RegistryEntry> registries)
    {
        var byPrefix = new Dictionary<string, RegistryEntry>(StringComparer.Ordinal);
        foreach (var registry in registries)
        {
            if (!byPrefix.TryAdd(registry.Prefix, registry))
            {
                diagnostics.Report(
                    MirrorErrors.RegistriesDuplicatePrefix, registry.Span, $"The prefix '{registry.Prefix}' has a table already at {byPrefix[registry.Prefix].Span}; this one is ignored.");
            }
        }

        return byPrefix;
    }

    /// <summary>The deprecated format: three lists of hosts.</summary>
    private RegistriesFile ReadVersion1(TomlTable root, TomlEntry version1, bool isDropIn)
    {
        var second = root.Entries.FirstOrDefault(entry => entry != version1 && Array.Exists(RootKeys, key => TomlSettings.IsKey(entry, key)));
        if (isDropIn || second is not null)
        {
            diagnostics.Report(MirrorErrors.RegistriesVersion, version1.KeySpan, second is null
                ? "'registries' is of the deprecated version 1 format, which a drop-in file cannot have; expected [[registry]] tables."
                : $"'registries' is of the deprecated version 1 format, but '{second.Key}' is of version 2; expected one of them.");
            return new RegistriesFile { Registries = new Dictionary<string, RegistryEntry>(), Aliases = new Dictionary<string, string>() };
        }

        var lists = _settings.Table(version1);
        var entries = new Dictionary<string, RegistryEntry>(StringComparer.Ordinal);
        foreach (var value in ReadList(lists, "block"))
        {
            Update(value, entry => entry with { IsBlocked = true });
        }

        foreach (var value in ReadList(lists, "insecure"))
        {
            Update(value, entry => entry with { IsInsecure = true });
        }

        return new RegistriesFile
        {
            Registries = entries,
            UnqualifiedSearchRegistries = [.. ReadList(lists, "search").Select(Location).OfType<string>()],
            Aliases = new Dictionary<string, string>(),
        };

        void Update(TomlString value, Func<RegistryEntry, RegistryEntry> change)
        {
            if (Location(value) is { Length: > 0 } location)
            {
                entries[location] = change(entries.GetValueOrDefault(location) ?? new RegistryEntry(location, location, false, false, [], value.Span));
            }
        }
    }

    private IReadOnlyList<TomlString> ReadList(TomlTable? lists, string name)
    {
        if (lists is null || TomlSettings.Find(lists, name) is not { } entry || _settings.Table(entry) is not { } table)
        {
            return [];
        }

        return _settings.Strings(table, "registries") ?? [];
    }

    private void Report(SourceSpan span, string message) => diagnostics.Report(MirrorErrors.RegistriesSetting, span, message);
}
