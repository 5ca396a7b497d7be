using System.Globalization;
using Mirror.Model.Versions;

namespace Mirror.Yaml.Configuration.Legacy;

/// <summary>
/// Says in v2alpha1 what a file of oc-mirror v1 (v1alpha1, v1alpha2; SPEC 1.6) says. Each translated setting is a warning at its place; what has no counterpart is an
/// error that says what to write instead.
/// </summary>
internal sealed class LegacyTranslator
{
    private readonly ReadContext _context;
    private readonly List<LegacyEdit> _edits = [];

    private LegacyTranslator(ReadContext context) => _context = context;

    public static bool IsLegacy(YamlMapping root) =>
        new LegacyMap(root, []).Scalar("apiVersion")?.Value is ApiVersions.V1Alpha1 or ApiVersions.V1Alpha2;

    public static LegacyTranslation Translate(ReadContext context, YamlMapping root)
    {
        var translator = new LegacyTranslator(context);
        var translated = translator.Top(root);
        return new LegacyTranslation(translated, [.. translator._edits.Distinct()]);
    }

    private YamlMapping Top(YamlMapping root)
    {
        var map = new LegacyMap(root, _edits);
        var version = map.Find("apiVersion")!;
        _context.Report(
            MirrorErrors.ApiVersionNotCurrent,
            version.Value.Span,
            $"'{((YamlScalar)version.Value).Value}' is the version of oc-mirror v1; the file is translated. '--target Migrate' writes it as '{ApiVersions.Current}'.");
        map.Rewrite(version, ApiVersions.Current);
        if (map.Scalar("kind")?.Value == Schemas.Delete.Name && map.Find("storageConfig") is { } storage)
        {
            Drop(map, storage, "a deletion writes no receipt");
        }

        map.Under("mirror", Content);
        map.Under("delete", Content);
        return map.ToMapping();
    }

    private YamlMapping Content(YamlMapping content)
    {
        var map = new LegacyMap(content, _edits);
        map.Merged(Content);
        Rename(map, "ocp", "platform");
        map.Under("platform", Platform);
        map.Each("operators", catalog => new LegacyCatalog(_context, _edits).Translate(catalog));
        map.Each("additionalImages", WithoutPullSecret);
        map.Under("helm", Helm);
        if (map.Find("blockedImages") is { Value: YamlSequence { Items.Count: > 0 } } blocked)
        {
            _context.Report(
                MirrorErrors.LegacySetting,
                blocked.Key.Span,
                "'blockedImages' are regular expressions that match anywhere in a reference, so 'alpine' also blocks 'quay.io/example/alpine-tools'; write '(^|/)alpine([:@]|$)' for the name alone.");
        }

        return map.ToMapping();
    }

    private YamlMapping Platform(YamlMapping platform)
    {
        var map = new LegacyMap(platform, _edits);
        map.Merged(Platform);
        RefusePullSecret(map);
        map.Each("channels", ReleaseChannel);
        return map.ToMapping();
    }

    private YamlMapping ReleaseChannel(YamlMapping channel)
    {
        var map = new LegacyMap(channel, _edits);
        map.Merged(ReleaseChannel);
        if (map.Find("versions") is not { } versions)
        {
            return map.ToMapping();
        }

        if ((map.Find("minVersion") ?? map.Find("maxVersion")) is not null)
        {
            Refuse(map, versions, "'versions' and a range exclude each other; keep 'minVersion' and 'maxVersion'");
            return map.ToMapping();
        }

        switch (versions.Value)
        {
            case YamlScalar { IsNull: true } or YamlSequence { Items.Count: 0 }:
                Drop(map, versions, "it is empty");
                break;
            case YamlSequence list:
                TranslateVersions(map, versions, list);
                break;
            default:
                _context.Report(MirrorErrors.WrongType, versions.Value.Span, $"'versions' expects a list, but found {versions.Value.Kind}; write 'minVersion' and 'maxVersion'.");
                map.Remove(versions);
                break;
        }

        return map.ToMapping();
    }

    private void TranslateVersions(LegacyMap map, YamlEntry entry, YamlSequence list)
    {
        var versions = new List<SemanticVersion>();
        foreach (var item in list.Items)
        {
            if (item is YamlScalar scalar && SemanticVersion.TryParse(scalar.Value, out var version))
            {
                versions.Add(version);
            }
            else
            {
                _context.Report(MirrorErrors.BadVersion, item.Span, $"An entry of 'versions' expects X.Y.Z, as in '4.20.8', but found {item.Kind}.");
            }
        }

        if (versions.Count < list.Items.Count)
        {
            map.Remove(entry);
            return;
        }

        var (lowest, highest) = (versions.Min()!, versions.Max()!);
        _context.Report(
            MirrorErrors.LegacySetting,
            entry.Key.Span,
            $"'versions' is read as 'minVersion: {lowest}' and 'maxVersion: {highest}'"
            + (lowest == highest ? "." : ", which also takes the releases between them; with 'shortestPath: true' only those of the shortest upgrade path."));
        map.Replace(entry, new LegacySetting("minVersion", lowest.ToString()), new LegacySetting("maxVersion", highest.ToString()));
    }

    private YamlMapping Helm(YamlMapping helm)
    {
        var map = new LegacyMap(helm, _edits);
        map.Merged(Helm);
        Rename(map, "repos", "repositories");
        return map.ToMapping();
    }

    private YamlMapping WithoutPullSecret(YamlMapping image)
    {
        var map = new LegacyMap(image, _edits);
        RefusePullSecret(map);
        return map.ToMapping();
    }

    private void RefusePullSecret(LegacyMap map)
    {
        if (map.Find("pullSecret") is { } secret)
        {
            Refuse(map, secret, PullSecretAdvice);
        }
    }

    /// <summary>What to do about a setting of the first versions.</summary>
    public const string PullSecretAdvice = "remove it: credentials belong in the authentication file (podman login, or --authfile)";

    private void Rename(LegacyMap map, string old, string key)
    {
        if (map.Find(old) is not { } entry)
        {
            return;
        }

        if (map.Find(key) is { } current)
        {
            Refuse(map, entry, string.Create(CultureInfo.InvariantCulture, $"move what is in it into '{key}' in line {current.Key.Span.Line}"));
            return;
        }

        _context.Report(MirrorErrors.LegacySetting, entry.Key.Span, $"'{old}' is read as '{key}'.");
        map.Rename(entry, key);
    }

    private void Drop(LegacyMap map, YamlEntry entry, string why)
    {
        _context.Report(MirrorErrors.LegacySetting, entry.Key.Span, $"'{((YamlScalar)entry.Key).Value}' is left out: {why}.");
        map.Remove(entry);
    }

    // Out of the tree as well, or reading would report it again.
    private void Refuse(LegacyMap map, YamlEntry entry, string advice)
    {
        _context.Report(MirrorErrors.LegacyUntranslatable, entry.Key.Span, $"'{((YamlScalar)entry.Key).Value}' of oc-mirror v1 can't be translated: {advice}.");
        map.Remove(entry);
    }
}
