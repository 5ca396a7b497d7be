namespace Mirror.Model.Configuration;

/// <summary>A plan of deletion as it stands in a file (<c>kind: DeleteImageList</c>, SPEC 12).</summary>
public sealed record DeleteImageList : ConfigurationNode
{
    /// <summary>In the order of the file.</summary>
    public ValueList<DeleteImageEntry> Items { get; init; } = [];
}
