using Mirror.Model.Configuration;

namespace Mirror.Model.Locking;

/// <summary>How releases stand in the lock file: a block a release, a line an image, so that an update of one shows what it changes.</summary>
internal static class LockedReleaseSourceFormat
{
    private const string Arrow = " -> ";

    public static LockedSource Read(string key, LockJson json)
    {
        var node = LockNode.OfSource(key, json);
        var source = new LockedReleaseSource
        {
            Key = key,
            InputHash = node.Digest("inputHash"),
            Requested = node.Text("requested"),
            Platforms = [.. node.Platforms()],
            Warnings = node.Has("warnings") ? [.. node.Member("warnings").Items().Select(ReadWarning)] : [],
            Upgrades = node.Has("upgrades") ? [.. node.Member("upgrades").Members().Select(ReadUpgrade)] : [],
            Releases = [.. node.Member("releases").Members().Select(ReadRelease).Order(LockedRelease.Order)],
        };
        node.RefuseUnread();
        return source;
    }

    public static void Write(LockWriter writer, LockedReleaseSource source)
    {
        writer.Platforms(source.Platforms);
        if (source.Warnings.Count > 0)
        {
            writer.Lines("warnings", source.Warnings.Select(warning => warning.ToString()));
        }

        if (source.Upgrades.Count > 0)
        {
            writer.Object("upgrades", () =>
            {
                foreach (var upgrade in source.Upgrades)
                {
                    WriteUpgrade(writer, upgrade);
                }
            });
        }

        writer.Object("releases", () =>
        {
            foreach (var release in source.Releases.Order(LockedRelease.Order))
            {
                writer.Object(release.Version, () => WriteRelease(writer, release));
            }
        });
    }

    private static void WriteUpgrade(LockWriter writer, LockedUpgrade upgrade) => writer.Leaf($"{upgrade.From}{Arrow}{upgrade.To}", leaf =>
    {
        foreach (var risk in upgrade.Risks)
        {
            leaf.WriteString(risk.Name, risk.Url);
        }
    });

    private static void WriteRelease(LockWriter writer, LockedRelease release)
    {
        WriteOptional("because", release.Because);
        writer.Image("payload", release.Payload);
        WriteOptional("tag", release.Tag);
        WriteOptional("signedName", release.SignedName);
        WriteOptional("errata", release.Errata);
        writer.Object("images", () =>
        {
            foreach (var component in release.Components.OrderBy(component => component.Name, StringComparer.Ordinal))
            {
                writer.Image(component.Name, component.Image);
            }
        });

        void WriteOptional(string name, string? value)
        {
            if (value is not null)
            {
                writer.Text(name, value);
            }
        }
    }

    private static LockedRelease ReadRelease(LockNode node)
    {
        var images = node.Member("images");
        var release = new LockedRelease
        {
            Version = node.Name,
            Because = Optional(node, "because"),
            Payload = node.Image("payload"),
            Tag = Optional(node, "tag"),
            SignedName = Optional(node, "signedName"),
            Errata = Optional(node, "errata"),
            Components = [.. images.Members().Select(member => ReadComponent(images, member)).OrderBy(component => component.Name, StringComparer.Ordinal)],
        };
        if (release.Tag is { } tag && !ReferenceRules.IsTag(tag))
        {
            throw node.Member("tag").Invalid($"'{tag}' is not a tag");
        }

        if (release.SignedName is { } name && !ImageReference.TryParseName(name, out _, out _, out var problem))
        {
            throw node.Member("signedName").Invalid($"'{name}' is not a repository: {problem}");
        }

        node.RefuseUnread();
        return release;
    }

    private static LockedComponent ReadComponent(LockNode images, LockNode member) => ReferenceRules.IsTag(member.Name)
        ? new LockedComponent(member.Name, images.Image(member.Name))
        : throw member.Invalid($"'{member.Name}' is not the name of a component");

    private static LockedUpgrade ReadUpgrade(LockNode node) => node.Name.Split(Arrow) is [var from, var to]
        ? new LockedUpgrade(from, to, [.. node.Members().Select(risk => new LockedRisk(risk.Name, risk.AsText()))])
        : throw node.Invalid($"'{node.Name}' is not an upgrade like '4.20.8{Arrow}4.20.9'");

    private static LockedWarning ReadWarning(LockNode node)
    {
        var text = node.AsText();
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        return colon >= 0 && MirrorErrors.All.FirstOrDefault(code => code.Id == text[..colon]) is { Severity: Severity.Warning } code
            ? new LockedWarning(code, text[(colon + 2)..])
            : throw node.Invalid($"'{text}' does not start with the code of a warning");
    }

    private static string? Optional(LockNode node, string member) => node.Has(member) ? node.Text(member) : null;
}
