using System.Text.Json;
using Mirror.Model.Configuration;
using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>How an entry of <c>operators</c> stands in the lock file: a block for each operator and bundle, a line for each channel and image.</summary>
internal static class LockedOperatorSourceFormat
{
    public static LockedSource Read(string key, LockJson json)
    {
        var node = LockNode.OfSource(key, json);
        var requested = node.Member("requested");
        var text = requested.AsText();
        RequireFields(requested, LockedSource.FieldsAfterName(text));
        var derived = node.Member("derived");
        var source = new LockedOperatorSource
        {
            Key = key,
            InputHash = node.Digest("inputHash"),
            Requested = text,
            Name = requested.AsRequestedImage(),
            Resolved = node.Image("resolved"),
            Derived = derived.Has("catalog") ? new LockedCatalog(derived.Digest("catalog"), derived.Integer("size")) : null,
            Target = derived.Member("target").AsTarget(),
            Platforms = [.. node.Platforms()],
            Packages = [.. Members(node, "packages").Select(ReadPackage).OrderBy(package => package.Name, StringComparer.Ordinal)],
        };
        derived.RefuseUnread();
        node.RefuseUnread();
        return source;
    }

    public static void Write(LockWriter writer, LockedOperatorSource source)
    {
        writer.Platforms(source.Platforms);
        writer.Image("resolved", source.Resolved);
        writer.Leaf("derived", leaf =>
        {
            if (source.Derived is { } derived)
            {
                leaf.WriteString("catalog", derived.Digest.ToString());
                leaf.WriteNumber("size", derived.Size);
            }

            leaf.WriteString("target", source.Target.ToString());
        });
        writer.Object("packages", () =>
        {
            foreach (var package in source.Packages)
            {
                writer.Object(package.Name, () => Write(writer, package));
            }
        });
    }

    private static LockedOperatorPackage ReadPackage(LockNode node)
    {
        var package = new LockedOperatorPackage(node.Name)
        {
            Requested = node.Has("requested") ? RequireFields(node.Member("requested"), node.Text("requested")) : null,
            DefaultChannel = node.Has("defaultChannel") ? node.Text("defaultChannel") : null,
            Channels = [.. Members(node, "channels").Select(ReadChannel).OrderBy(channel => channel.Name, StringComparer.Ordinal)],
            Bundles = [.. Members(node, "bundles").Select(ReadBundle).OrderBy(bundle => bundle.Name, StringComparer.Ordinal)],
        };
        node.RefuseUnread();
        RequireWhole(node, package);
        return package;
    }

    private static LockedOperatorChannel ReadChannel(LockNode node)
    {
        var entries = node.Items().Select(item => item.AsText()).ToList();
        return entries.Count > 0 && entries.Distinct().Count() == entries.Count
            ? new LockedOperatorChannel(node.Name, [.. entries])
            : throw node.Invalid($"the channel '{node.Name}' has no entries, or one twice");
    }

    private static LockedOperatorBundle ReadBundle(LockNode node)
    {
        var bundle = new LockedOperatorBundle(node.Name)
        {
            Version = node.Text("version"),
            Image = node.Has("bundle") ? ReadOwnImage(node.Member("bundle")) : null,
            Related = node.Has("related")
                ? [.. Members(node, "related").Select(image => ReadImage(image, ImageReference.Parse(image.AsReferenceName())))
                    .OrderBy(image => image.Image.Image.ToString(), StringComparer.Ordinal)]
                : [],
        };
        node.RefuseUnread();
        return bundle;
    }

    private static LockedRelatedImage ReadOwnImage(LockNode node) => ReadImage(node, node.Reference("image"));

    private static LockedRelatedImage ReadImage(LockNode node, ImageReference image)
    {
        var locked = new LockedRelatedImage(
            new LockedImage(image, node.Integer("size")),
            node.Has("requested") ? [.. node.Member("requested").Items().Select(ReadName).OrderBy(name => name.ToString(), StringComparer.Ordinal)] : []);
        node.RefuseUnread();
        return locked;
    }

    private static ImageReference ReadName(LockNode node) =>
        ImageReference.TryParse(node.AsText(), out var name, out var problem) ? name : throw node.Invalid($"'{node.AsText()}' is not an image reference: {problem}");

    /// <summary>What a merge that took the half of two sides would leave.</summary>
    private static void RequireWhole(LockNode node, LockedOperatorPackage package)
    {
        var named = package.Channels.SelectMany(channel => channel.Entries).ToHashSet(StringComparer.Ordinal);
        var bundles = package.Bundles.Select(bundle => bundle.Name).ToHashSet(StringComparer.Ordinal);
        if (named.Except(bundles).Order(StringComparer.Ordinal).FirstOrDefault() is { } missing)
        {
            throw node.Invalid($"a channel of '{package.Name}' has the entry '{missing}', for which there is no bundle");
        }

        if (bundles.Except(named).Order(StringComparer.Ordinal).FirstOrDefault() is { } unused)
        {
            throw node.Invalid($"no channel of '{package.Name}' has the bundle '{unused}'");
        }
    }

    private static string RequireFields(LockNode node, string text) =>
        SourceInput.TryParse("", text, out _) ? text : throw node.Invalid($"'{text}' is not a list of fields");

    private static IEnumerable<LockNode> Members(LockNode node, string member) => node.Member(member).Members();

    private static void Write(LockWriter writer, LockedOperatorPackage package)
    {
        if (package.Requested is not null)
        {
            writer.Text("requested", package.Requested);
        }

        if (package.DefaultChannel is not null)
        {
            writer.Text("defaultChannel", package.DefaultChannel);
        }

        writer.Object("channels", () =>
        {
            foreach (var channel in package.Channels)
            {
                writer.List(channel.Name, channel.Entries);
            }
        });
        writer.Object("bundles", () =>
        {
            foreach (var bundle in package.Bundles)
            {
                writer.Object(bundle.Name, () => Write(writer, bundle));
            }
        });
    }

    private static void Write(LockWriter writer, LockedOperatorBundle bundle)
    {
        writer.Text("version", bundle.Version);
        if (bundle.Image is { } image)
        {
            writer.Leaf("bundle", leaf =>
            {
                leaf.WriteString("image", image.Image.Image.ToString());
                Write(leaf, image);
            });
        }

        if (bundle.Related.Count > 0)
        {
            writer.Object("related", () =>
            {
                foreach (var related in bundle.Related)
                {
                    writer.Leaf(related.Image.Image.ToString(), leaf => Write(leaf, related));
                }
            });
        }
    }

    private static void Write(Utf8JsonWriter leaf, LockedRelatedImage image)
    {
        if (image.Requested.Count > 0)
        {
            leaf.WriteStartArray("requested");
            foreach (var name in image.Requested)
            {
                leaf.WriteStringValue(name.ToString());
            }

            leaf.WriteEndArray();
        }

        leaf.WriteNumber("size", image.Image.Size);
    }
}
