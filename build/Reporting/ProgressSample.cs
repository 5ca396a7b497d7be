using Mirror.Oci.Copying;

namespace Mirror.Build.Reporting;

/// <summary>How far a copy is at one moment. Totals may still grow.</summary>
/// <param name="BytesDone">Of <paramref name="BytesTotal"/>, those that are where they should be.</param>
/// <param name="BytesTotal">Bytes of the plan, each blob once.</param>
/// <param name="BytesMoved">Bytes that went through this process, for the rate.</param>
/// <param name="ImagesDone">Images that are complete or have failed.</param>
/// <param name="ImagesTotal">Images of the plan; 0 while there is none.</param>
internal readonly record struct ProgressSample(long BytesDone, long BytesTotal, long BytesMoved, int ImagesDone, int ImagesTotal)
{
    /// <summary>Bytes of archives that are read before anything is copied.</summary>
    public long BytesToVerify { get; init; }

    /// <summary>Of <see cref="BytesToVerify"/>, those that were read.</summary>
    public long BytesVerified { get; init; }

    /// <summary>Whether archives are being read.</summary>
    public bool IsVerifying => BytesVerified < BytesToVerify;

    /// <summary>Whether there is something to tell.</summary>
    public bool IsPlanned => ImagesTotal > 0 || BytesTotal > 0 || IsVerifying;

    public static ProgressSample Of(CopyProgress progress) =>
        new(progress.BytesDone, progress.BytesTotal, progress.BytesMoved, progress.ImagesDone, progress.ImagesTotal)
        {
            BytesToVerify = progress.BytesToVerify,
            BytesVerified = progress.BytesVerified,
        };
}
