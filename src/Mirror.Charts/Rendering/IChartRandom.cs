using System.Security.Cryptography;

namespace Mirror.Charts.Rendering;

/// <summary>Where templates get their random values: passwords, identifiers, keys.</summary>
public interface IChartRandom
{
    /// <summary>Fills the whole span.</summary>
    void Fill(Span<byte> bytes);

    /// <summary>A key pair that the caller may read but must not dispose.</summary>
    /// <param name="keySize">In bits.</param>
    RSA RsaKey(int keySize);
}
