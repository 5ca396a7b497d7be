namespace Mirror.Engine.Options;

/// <summary>How cluster resources name a mirrored catalog.</summary>
public enum CatalogReference
{
    /// <summary>By digest: a cluster gets a newer catalog when its resource changes, and at no other time.</summary>
    Digest,

    /// <summary>By tag, as oc-mirror does: a cluster polls it and gets what the last publish put there.</summary>
    Tag,
}
