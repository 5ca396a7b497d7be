namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>Why a release was selected: the lock's <c>because</c>.</summary>
public enum ReleaseReason
{
    /// <summary>It is the highest of its channel.</summary>
    Head,

    /// <summary>It is within the configured range.</summary>
    InRange,

    /// <summary>It is the lower or upper end of a path.</summary>
    PathEnd,

    /// <summary>It lies on the way between two ends.</summary>
    OnPath,
}
