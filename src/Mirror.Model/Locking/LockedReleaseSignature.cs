namespace Mirror.Model.Locking;

/// <summary>
/// An OpenPGP signature of a release, whole, as the signature store served it: <c>signature-N</c>. Clusters inside the gap verify it, so EmitResources needs nothing
/// but the lock.
/// </summary>
public sealed record LockedReleaseSignature
{
    /// <summary>Bytes that one may have; real ones have about 1000.</summary>
    public const int MaxSize = 64 * 1024;

    /// <summary>Takes the signature as bytes.</summary>
    public LockedReleaseSignature(int number, ReadOnlySpan<byte> content)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, MaxSize);
        Number = number;
        Base64 = Convert.ToBase64String(content);
    }

    /// <summary>N of <c>signature-N</c>, from 1.</summary>
    public int Number { get; }

    /// <summary>As the lock and a ConfigMap hold it.</summary>
    public string Base64 { get; }

    /// <summary>As it was served.</summary>
    public byte[] ToBytes() => Convert.FromBase64String(Base64);
}
