using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>How an entry of <c>additionalImages</c> stands in the lock file.</summary>
internal static class LockedImageSourceFormat
{
    public static LockedSource Read(string key, LockJson json)
    {
        var node = LockNode.OfSource(key, json);
        var requested = node.Member("requested");
        var derived = node.Member("derived");
        var source = new LockedImageSource
        {
            Key = key,
            InputHash = node.Digest("inputHash"),
            Requested = requested.AsText(),
            Name = requested.AsRequestedImage(),
            Resolved = node.Image("resolved"),
            Target = derived.Member("target").AsTarget(),
            Platforms = [.. node.Platforms()],
        };
        derived.RefuseUnread();
        node.RefuseUnread();
        return source;
    }

    public static void Write(LockWriter writer, LockedImageSource source)
    {
        writer.Platforms(source.Platforms);
        writer.Image("resolved", source.Resolved);
        writer.Leaf("derived", leaf => leaf.WriteString("target", source.Target.ToString()));
    }
}
