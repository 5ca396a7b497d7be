using System.Diagnostics.CodeAnalysis;
using Mirror.Model.Versions;

namespace Mirror.Yaml.Configuration.Legacy;

/// <summary>Translates an entry of <c>operators</c>.</summary>
internal sealed class LegacyCatalog(ReadContext context, ICollection<LegacyEdit> edits)
{
    /// <summary>Below every version, pre-releases included: a range that takes all there is.</summary>
    private const string LowestVersion = "0.0.0-0";

    private static readonly string[] _rangeStarts = ["startingVersion", "startingBundle", "minBundle"];

    private bool _hasRange;

    public YamlMapping Translate(YamlMapping catalog)
    {
        var map = new LegacyMap(catalog, edits);
        map.Merged(Translate);
        if (map.Find("pullSecret") is { } secret)
        {
            Refuse(map, secret, LegacyTranslator.PullSecretAdvice);
        }

        DropIfThere(map, "skipDeps", "dependencies are not followed");
        DropIfThere(map, "originalRef", "the lock file knows where a catalog comes from; 'targetCatalog' and 'targetTag' say where it goes");
        DropIfThere(map, "writeIndex", "the lock file and the content store hold what was kept there");
        DropIfThere(map, "inlineIndex", "the lock file and the content store hold what was kept there");
        TranslateTarget(map);
        map.Each("packages", Package);
        TranslateFull(map);
        TranslateHeadsOnly(map);
        return map.ToMapping();
    }

    private void TranslateTarget(LegacyMap map)
    {
        if (map.Find("targetName") is not { } entry)
        {
            return;
        }

        if (map.Find("targetCatalog") is not null)
        {
            Drop(map, entry, "'targetCatalog' beside it counts alone");
        }
        else if (map.Scalar("targetName") is not { } name)
        {
            Drop(map, entry, "it is empty");
        }
        else if (!ImageReference.TryParse(map.Scalar("catalog")?.Value, out var reference, out _))
        {
            Refuse(map, entry, "write 'targetCatalog' with the path of the catalog at the destination");
        }
        else
        {
            // v1 replaced the last part of the path.
            var slash = reference.Transport == Transport.Docker ? reference.Repository.LastIndexOf('/') : -1;
            var path = reference.Repository[..(slash + 1)] + name.Value;
            Say(entry, $"'targetName: {name.Value}' is read as 'targetCatalog: {path}'.");
            map.Replace(entry, new LegacySetting("targetCatalog", path));
        }
    }

    private void TranslateHeadsOnly(LegacyMap map)
    {
        if (map.Find("headsOnly") is not { } entry)
        {
            return;
        }

        switch (map.Flag("headsOnly"))
        {
            case true:
                Drop(map, entry, "it is the default");
                break;
            case false when map.Find("full") is not null:
                Drop(map, entry, "'full' beside it counts alone");
                break;
            case false when _hasRange:
                GiveWayToRanges(map, entry);
                break;
            case false:
                Say(entry, "'headsOnly: false' is read as 'full: true'.");
                map.Replace(entry, new LegacySetting("full", "true"));
                break;
            case null when entry.Value is YamlScalar { IsNull: true }:
                Drop(map, entry, "it is empty, and true is the default");
                break;
            case null:
                context.Report(MirrorErrors.WrongType, entry.Value.Span, $"'headsOnly' expects true or false, but found {entry.Value.Kind}; write 'full: true' for false.");
                map.Remove(entry);
                break;
        }
    }

    private void TranslateFull(LegacyMap map)
    {
        if (_hasRange && map.Flag("full") == true)
        {
            GiveWayToRanges(map, map.Find("full")!);
        }
    }

    // v1 took ranges beside 'full', which then was for packages without one; v2alpha1 has either for a whole catalog.
    private void GiveWayToRanges(LegacyMap map, YamlEntry entry)
    {
        var fills = false;
        map.Each("packages", package =>
        {
            var filled = FilledUp(package);
            fills |= !ReferenceEquals(filled, package);
            return filled;
        });
        Drop(map, entry, "a range takes every version in it" + (fills ? $"; what has no range gets 'minVersion: {LowestVersion}', which takes all of its versions" : ""));
    }

    private YamlMapping Package(YamlMapping package)
    {
        var map = new LegacyMap(package, edits);
        map.Merged(Package);
        TranslateRange(map);
        map.Each("channels", Channel);
        return map.ToMapping();
    }

    private YamlMapping Channel(YamlMapping channel)
    {
        var map = new LegacyMap(channel, edits);
        map.Merged(Channel);
        TranslateRange(map);
        return map.ToMapping();
    }

    /// <summary>The same mapping where nothing is to be filled up.</summary>
    private YamlMapping FilledUp(YamlMapping package)
    {
        var map = new LegacyMap(package, edits);
        if (HasRange(map))
        {
            return package;
        }

        var channels = (map.Find("channels")?.Value as YamlSequence)?.Items.OfType<YamlMapping>().Select(channel => new LegacyMap(channel, [])).ToList() ?? [];
        if (!channels.Exists(HasRange))
        {
            map.Add(new LegacySetting("minVersion", LowestVersion));
        }
        else if (channels.TrueForAll(HasRange))
        {
            return package;
        }
        else
        {
            map.Each("channels", FilledUp);
        }

        return map.ToMapping();
    }

    private static bool HasRange(LegacyMap map) => (map.Scalar("minVersion") ?? map.Scalar("maxVersion")) is not null;

    private void TranslateRange(LegacyMap map)
    {
        foreach (var old in _rangeStarts)
        {
            if (map.Find(old) is { } entry)
            {
                TranslateStart(map, entry, old);
            }
        }

        TranslateBundles(map, "bundles");
        TranslateBundles(map, "selectedBundles");
        _hasRange |= HasRange(map);
    }

    private void TranslateStart(LegacyMap map, YamlEntry entry, string old)
    {
        if (map.Scalar(old) is not { } value)
        {
            Drop(map, entry, "it is empty");
        }
        else if (map.Find("minVersion") is { } current)
        {
            Refuse(map, entry, $"keep it or what line {current.Key.Span.Line} says, as 'minVersion'");
        }
        else if (old == "startingVersion")
        {
            Say(entry, "'startingVersion' is read as 'minVersion'.");
            map.Rename(entry, "minVersion");
        }
        else if (TryVersionOf(value.Value, out var version))
        {
            Say(entry, $"'{old}: {value.Value}' is read as 'minVersion: {version}', by the name of the bundle.");
            map.Replace(entry, new LegacySetting("minVersion", version));
        }
        else
        {
            Refuse(map, entry, $"the name '{value.Value}' does not end in a version such as '.v1.2.3'; write 'minVersion' with the version of that bundle");
        }
    }

    // 4.16 and 4.17 could name single bundles.
    private void TranslateBundles(LegacyMap map, string key)
    {
        if (map.Find(key) is not { } entry)
        {
            return;
        }

        if (entry.Value is YamlSequence { Items: [YamlMapping only] } && new LegacyMap(only, []).Scalar("name") is { } name && TryVersionOf(name.Value, out var version) && !HasRange(map))
        {
            Say(entry, $"'{key}' with '{name.Value}' is read as 'minVersion' and 'maxVersion' {version}, by the name of the bundle.");
            map.Replace(entry, new LegacySetting("minVersion", version), new LegacySetting("maxVersion", version));
        }
        else
        {
            Refuse(map, entry, "write 'minVersion' and 'maxVersion', the same version in both for a single bundle");
        }
    }

    /// <summary>By convention a bundle is called <c>package.vX.Y.Z</c>.</summary>
    private static bool TryVersionOf(string bundle, [NotNullWhen(true)] out string? version)
    {
        for (var dot = bundle.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = bundle.IndexOf('.', dot + 1))
        {
            version = bundle[(dot + 1)..].TrimStart('v');
            if (SemanticVersion.TryParse(version, out _))
            {
                return true;
            }
        }

        version = null;
        return false;
    }

    private void DropIfThere(LegacyMap map, string key, string why)
    {
        if (map.Find(key) is { } entry)
        {
            Drop(map, entry, why);
        }
    }

    private void Drop(LegacyMap map, YamlEntry entry, string why)
    {
        Say(entry, $"'{((YamlScalar)entry.Key).Value}' is left out: {why}.");
        map.Remove(entry);
    }

    private void Say(YamlEntry entry, string message) => context.Report(MirrorErrors.LegacySetting, entry.Key.Span, message);

    // Out of the tree as well, or reading would report it again.
    private void Refuse(LegacyMap map, YamlEntry entry, string advice)
    {
        context.Report(MirrorErrors.LegacyUntranslatable, entry.Key.Span, $"'{((YamlScalar)entry.Key).Value}' of oc-mirror v1 can't be translated: {advice}.");
        map.Remove(entry);
    }
}
