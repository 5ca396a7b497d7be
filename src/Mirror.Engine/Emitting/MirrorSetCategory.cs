namespace Mirror.Engine.Emitting;

/// <summary>The object that an entry goes into: one for each kind of content (SPEC 9.2).</summary>
internal enum MirrorSetCategory
{
    /// <summary>Releases and their components.</summary>
    Release,

    /// <summary>Bundles and the images they name.</summary>
    Operator,

    /// <summary>Everything else.</summary>
    Generic,
}
