using System.Security.Cryptography;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;

namespace Mirror.Benchmarks.Images;

/// <summary>A blob that is made when it is needed, because a set has more bytes than should be held.</summary>
internal sealed record BenchBlob(string Seed, int Size)
{
    private readonly Lazy<Digest> _digest = new(() => Digest.FromHash(HashAlgorithmName.SHA256, SHA256.HashData(PseudoRandom.Bytes(Seed, Size))));

    public Digest Digest => _digest.Value;

    public byte[] Bytes() => PseudoRandom.Bytes(Seed, Size);
}
