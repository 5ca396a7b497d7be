namespace Mirror.Engine.Deleting;

/// <summary>One name at the destination that is to vanish with the manifest that it shows.</summary>
/// <param name="Repository">The whole path, namespace included.</param>
/// <param name="Tag">Null for a manifest that is removed by digest.</param>
/// <param name="Digest">What the name stands for; null where the plan does not say, then it is what the destination says.</param>
/// <param name="ImageName">What it is called upstream, for people.</param>
/// <param name="Type">What kind of image it is, in the words of oc-mirror (SPEC 12.2).</param>
internal sealed record Deletion(string Repository, string? Tag, Digest? Digest, string ImageName, string Type)
{
    /// <summary><c>repository:tag</c> or <c>repository@digest</c>.</summary>
    public string Name => Tag is null ? $"{Repository}@{Digest}" : $"{Repository}:{Tag}";
}
