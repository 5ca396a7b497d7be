using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>How an entry of <c>additionalImages</c> stands in the lock file.</summary>
internal static class LockedImageSourceFormat
{
    public static LockedSource Read(string key, LockJson json)
    {
        var node = LockNode.OfSource(key, json);
        var requested = node.Member("requested");
        var text = requested.AsText();
        var comma = text.IndexOf(", ", StringComparison.Ordinal);
        if (!ImageReference.TryParse(comma < 0 ? text : text[..comma], out var name, out var problem))
        {
            throw requested.Invalid($"'requested' does not start with an image reference: {problem}");
        }

        var derived = node.Member("derived");
        var target = derived.Member("target");
        var source = new LockedImageSource
        {
            Key = key,
            InputHash = node.Digest("inputHash"),
            Requested = text,
            Name = name,
            Resolved = node.Image("resolved"),
            Target = TargetName.TryParse(target.AsText()) ?? throw target.Invalid($"'{target.AsText()}' is not 'repository:tag'"),
            Platforms = node.Has("platforms") ? [.. node.Member("platforms").Items().Select(item => item.AsPlatform())] : [],
        };
        derived.RefuseUnread();
        node.RefuseUnread();
        return source;
    }

    public static void Write(LockWriter writer, LockedImageSource source)
    {
        if (source.Platforms.Count > 0)
        {
            writer.List("platforms", source.Platforms.Select(platform => platform.ToString()));
        }

        writer.Image("resolved", source.Resolved);
        writer.Leaf("derived", leaf => leaf.WriteString("target", source.Target.ToString()));
    }
}
