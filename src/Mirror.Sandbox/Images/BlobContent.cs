namespace Mirror.Sandbox.Images;

/// <summary>A blob whose bytes are at hand; <see cref="Descriptor"/> is their true digest and length.</summary>
public sealed record BlobContent(Descriptor Descriptor, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Describes <paramref name="bytes"/> as <paramref name="mediaType"/>.</summary>
    public static BlobContent Of(string mediaType, ReadOnlyMemory<byte> bytes) =>
        new(new Descriptor(mediaType, Digest.Of(bytes.Span), bytes.Length), bytes);
}
