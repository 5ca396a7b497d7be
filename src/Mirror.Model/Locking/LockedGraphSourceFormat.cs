namespace Mirror.Model.Locking;

/// <summary>How the graph data stand in the lock file.</summary>
internal static class LockedGraphSourceFormat
{
    public static LockedSource Read(string key, LockJson json)
    {
        var node = LockNode.OfSource(key, json);
        var derived = node.Member("derived");
        var source = new LockedGraphSource
        {
            Key = key,
            InputHash = node.Digest("inputHash"),
            Requested = node.Text("requested"),
            Data = ReadData(node.Member("data")),
            Base = node.Image("base"),
            GraphImage = derived.Digest("image"),
            Size = derived.Integer("size"),
        };
        derived.RefuseUnread();
        node.RefuseUnread();
        return source;
    }

    public static void Write(LockWriter writer, LockedGraphSource source)
    {
        writer.Leaf("data", leaf =>
        {
            leaf.WriteString("digest", source.Data.Digest.ToString());
            leaf.WriteNumber("size", source.Data.Size);
        });
        writer.Image("base", source.Base);
        writer.Leaf("derived", leaf =>
        {
            leaf.WriteString("image", source.GraphImage.ToString());
            leaf.WriteNumber("size", source.Size);
        });
    }

    private static Descriptor ReadData(LockNode node)
    {
        var data = new Descriptor(LockedGraphSource.DataType, node.Digest("digest"), node.Integer("size"));
        node.RefuseUnread();
        return data;
    }
}
