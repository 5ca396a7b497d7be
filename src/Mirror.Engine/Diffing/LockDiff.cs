namespace Mirror.Engine.Diffing;

/// <summary>What changes for people who use the mirror, between two locks.</summary>
internal sealed record LockDiff(LockSnapshot Old, LockSnapshot New)
{
    /// <summary>Removals first; within that by kind, scope and line.</summary>
    public required IReadOnlyList<ItemChange> Changes { get; init; }

    /// <summary>Images by digest that the old lock lacks, by name.</summary>
    public required IReadOnlyList<ImageShare> NewImages { get; init; }

    /// <summary>Images by digest that the new lock no longer needs, by name.</summary>
    public required IReadOnlyList<ImageShare> GoneImages { get; init; }

    /// <summary>Images of both that gained or lost signatures or other referrers; those that lost some first.</summary>
    public required IReadOnlyList<SignatureChange> Signatures { get; init; }

    /// <summary>Images in both.</summary>
    public int KeptImages => New.Images.Count - NewImages.Count;

    /// <summary>What has to be downloaded and pushed at most: layers that images share count for each of them.</summary>
    public long NewBytes => NewImages.Sum(image => image.Size);

    /// <summary>What could be deleted at most.</summary>
    public long GoneBytes => GoneImages.Sum(image => image.Size);

    /// <summary>Whether the two ask for the same mirror.</summary>
    public bool IsEmpty => Changes.Count == 0 && NewImages.Count == 0 && GoneImages.Count == 0 && Signatures.Count == 0;
}
