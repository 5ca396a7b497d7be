namespace Mirror.Engine.Deleting;

/// <summary>What is to vanish, and what was to and stays.</summary>
/// <param name="Deletions">Ordered by name.</param>
/// <param name="Kept">Names and the reasons, as sentences' ends: <c>'…' of 'prod' needs it</c>.</param>
/// <param name="Absent">How many manifests are not there any more.</param>
/// <param name="Bytes">What the manifests and blobs have at most; layers that others share are counted.</param>
internal sealed record DeletionPlan(IReadOnlyList<Deletion> Deletions, IReadOnlyList<KeptContent> Kept, int Absent, long Bytes)
{
    /// <summary>The manifests, each once.</summary>
    public int Manifests => Deletions.DistinctBy(deletion => (deletion.Repository, deletion.Digest)).Count();
}
