namespace Mirror.Model.Configuration;

/// <summary>The expressions of <c>blockedImages</c> together: whether any of them leaves an image out (SPEC 7.2).</summary>
public sealed class BlockedImages(IReadOnlyList<BlockedImage> expressions)
{
    /// <summary>Blocks nothing.</summary>
    public static BlockedImages None { get; } = new([]);

    /// <summary>The first expression that excludes <paramref name="reference"/>, with or without a transport; null if none does.</summary>
    public BlockedImage? Find(string reference) => expressions.FirstOrDefault(expression => expression.Blocks(reference));
}
