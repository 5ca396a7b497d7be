namespace Mirror.Engine.Describing;

/// <summary>What people call a part of a mirror, in the order in which reports tell it.</summary>
internal enum ItemKind
{
    /// <summary>A channel of the update graph.</summary>
    ReleaseChannel,

    /// <summary>A version of the platform.</summary>
    Release,

    /// <summary>The data that clusters plan their updates with.</summary>
    UpdateGraph,

    /// <summary>An operator catalog.</summary>
    Catalog,

    /// <summary>An operator, with the versions of its bundles.</summary>
    Operator,

    /// <summary>A channel of an operator, with the version at its head.</summary>
    OperatorChannel,

    /// <summary>A chart.</summary>
    Chart,

    /// <summary>An image that the configuration names, or that belongs to nothing above.</summary>
    Image,
}
