namespace Mirror.Oci.Copying;

/// <summary>
/// Counters of a copy in progress: written by the copy from any thread, read by whoever shows them. Totals grow while the plan is made.
/// </summary>
public sealed class CopyProgress
{
    private long _bytesTotal;
    private long _bytesDone;
    private long _bytesInFlight;
    private long _bytesMoved;
    private long _bytesToVerify;
    private long _bytesVerified;
    private int _imagesTotal;
    private int _imagesDone;
    private int _blobsMounted;
    private int _blobsSent;

    /// <summary>Bytes of the blobs in the plan, each once.</summary>
    public long BytesTotal => Interlocked.Read(ref _bytesTotal);

    /// <summary>Of <see cref="BytesTotal"/>, those that are where they should be or on their way.</summary>
    public long BytesDone => Math.Min(BytesTotal, Interlocked.Read(ref _bytesDone) + Interlocked.Read(ref _bytesInFlight));

    /// <summary>Bytes of content that went through this process, for a rate; a retried transfer counts again.</summary>
    public long BytesMoved => Interlocked.Read(ref _bytesMoved);

    /// <summary>Bytes of archives that are read before anything is copied; 0 when none are.</summary>
    public long BytesToVerify => Interlocked.Read(ref _bytesToVerify);

    /// <summary>Of <see cref="BytesToVerify"/>, those that were read.</summary>
    public long BytesVerified => Interlocked.Read(ref _bytesVerified);

    /// <summary>Images in the plan.</summary>
    public int ImagesTotal => Volatile.Read(ref _imagesTotal);

    /// <summary>Images that are complete or have failed.</summary>
    public int ImagesDone => Volatile.Read(ref _imagesDone);

    /// <summary>Blobs that were there already or linked by the registry.</summary>
    public int BlobsMounted => Volatile.Read(ref _blobsMounted);

    /// <summary>Blobs that crossed the wire.</summary>
    public int BlobsSent => Volatile.Read(ref _blobsSent);

    /// <summary>Adds a plan.</summary>
    public void Plan(int images, long bytes)
    {
        Interlocked.Add(ref _imagesTotal, images);
        Interlocked.Add(ref _bytesTotal, bytes);
    }

    internal void PlanVerification(long bytes) => Interlocked.Add(ref _bytesToVerify, bytes);

    internal void Verified(long bytes) => Interlocked.Add(ref _bytesVerified, bytes);

    internal void Moved(int bytes)
    {
        Interlocked.Add(ref _bytesMoved, bytes);
        Interlocked.Add(ref _bytesInFlight, bytes);
    }

    /// <summary>A transfer has ended, one way or the other: its bytes are counted whole as a blob, or not at all.</summary>
    internal void Ended(long bytes) => Interlocked.Add(ref _bytesInFlight, -bytes);

    /// <summary>One more blob of the plan is where it should be.</summary>
    public void BlobIsThere(long size, bool mounted)
    {
        Interlocked.Add(ref _bytesDone, size);
        Interlocked.Increment(ref mounted ? ref _blobsMounted : ref _blobsSent);
    }

    internal void Mounted() => Interlocked.Increment(ref _blobsMounted);

    /// <summary>One more image is complete or has failed.</summary>
    public void ImageIsDone() => Interlocked.Increment(ref _imagesDone);
}
