namespace Mirror.Sandbox.Images;

/// <summary>A file system layer: the bytes as they are served, and the digest of the tar inside, which the image's configuration lists.</summary>
public sealed record Layer(ReadOnlyMemory<byte> Bytes, Digest DiffId, bool IsGzip)
{
    /// <summary>The address of <see cref="Bytes"/>.</summary>
    public Digest Digest { get; } = Digest.Of(Bytes.Span);

    /// <summary>A layer of the files in <paramref name="tar"/>, served as a plain tar.</summary>
    public static Layer Plain(ReadOnlyMemory<byte> tar) => new(tar, Digest.Of(tar.Span), IsGzip: false);

    /// <summary>A layer of the files in <paramref name="tar"/>, served as gzip.</summary>
    public static Layer Gzip(ReadOnlyMemory<byte> tar) => new(StoredGzip.Wrap(tar.Span), Digest.Of(tar.Span), IsGzip: true);

    /// <summary>A gzip layer with one file of <paramref name="size"/> bytes that depend on <paramref name="seed"/> alone.</summary>
    public static Layer Random(string seed, int size) => Gzip(RandomTar(seed, size));

    /// <summary>As <see cref="Random"/>, served as a plain tar.</summary>
    public static Layer PlainRandom(string seed, int size) => Plain(RandomTar(seed, size));

    /// <summary>The blob as an image of <paramref name="format"/> refers to it.</summary>
    public BlobContent ToBlob(ImageFormat format)
    {
        var mediaType = (format, IsGzip) switch
        {
            (ImageFormat.Oci, true) => MediaTypes.OciLayerGzip,
            (ImageFormat.Oci, false) => MediaTypes.OciLayer,
            (_, true) => MediaTypes.DockerLayerGzip,
            _ => "application/vnd.docker.image.rootfs.diff.tar",
        };
        return new BlobContent(new Descriptor(mediaType, Digest, Bytes.Length), Bytes);
    }

    private static byte[] RandomTar(string seed, int size) => new TarBuilder().Folder("data/").File("data/random", PseudoRandom.Bytes(seed, size)).ToArray();
}
