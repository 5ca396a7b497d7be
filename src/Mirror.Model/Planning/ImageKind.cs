namespace Mirror.Model.Planning;

/// <summary>What an image is to the mirror, in the order in which kinds are copied (SPEC 2.7): what others need comes first.</summary>
public enum ImageKind
{
    /// <summary>A component of a release payload.</summary>
    ReleaseContent,

    /// <summary>A release payload.</summary>
    Release,

    /// <summary>The update graph image.</summary>
    Graph,

    /// <summary>An image that an operator bundle names.</summary>
    OperatorRelated,

    /// <summary>An image named by the configuration itself.</summary>
    Additional,

    /// <summary>An image that a chart names.</summary>
    Helm,

    /// <summary>A chart itself.</summary>
    HelmChart,

    /// <summary>An operator bundle.</summary>
    OperatorBundle,

    /// <summary>An operator catalog.</summary>
    OperatorCatalog,

    /// <summary>A signature, or something else that refers to an image of any other kind.</summary>
    Referrer,
}
