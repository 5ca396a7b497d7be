namespace Mirror.Engine.Resolving.Operators.Filtering;

/// <summary>What is kept of a channel: entries unchanged and in the order of the source. <see cref="Head"/> is empty when there is no single one.</summary>
public sealed record FilteredChannel(CatalogChannel Source, IReadOnlyList<ChannelEntry> Entries, string Head)
{
    /// <summary>As the package calls it.</summary>
    public string Name => Source.Name;
}
