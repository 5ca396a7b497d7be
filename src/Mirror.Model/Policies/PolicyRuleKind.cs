namespace Mirror.Model.Policies;

/// <summary>What a rule of <c>policy.yaml</c> is about.</summary>
public enum PolicyRuleKind
{
    /// <summary>What is no longer mirrored needs an approval.</summary>
    Removals,

    /// <summary>The highest version of nothing may sink.</summary>
    Downgrades,

    /// <summary>Content comes from named places only.</summary>
    SourceHosts,

    /// <summary>Images must be signed.</summary>
    Signatures,

    /// <summary>The mirror may grow by so many bytes at once.</summary>
    Growth,

    /// <summary>New content must have been published for a while.</summary>
    MinimumAge,

    /// <summary>Ranges in the configuration must name one version.</summary>
    PinnedRanges,
}
