using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Mirror.Model.Oci;

/// <summary>
/// Content address as the OCI image specification defines it. SHA-256 and SHA-512 are known, always in lower-case hex; ordered
/// ordinally. The default value is invalid and prints as an empty string.
/// </summary>
public readonly record struct Digest : IComparable<Digest>
{
    private const string Sha256Prefix = "sha256:";
    private const string Sha512Prefix = "sha512:";
    private const int Sha256HexLength = 64;
    private const int Sha512HexLength = 128;

    private readonly string? _value;

    private Digest(string value) => _value = value;

    /// <summary>Whether this is the default value, which addresses nothing.</summary>
    public bool IsEmpty => _value is null;

    /// <summary>The part before the colon: <c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm => _value is null ? "" : _value[..6];

    /// <summary>The part after the colon.</summary>
    public string Hex => _value is null ? "" : _value[7..];

    /// <summary>The algorithm that content must be hashed with to compare with this digest.</summary>
    public HashAlgorithmName HashAlgorithm =>
        Algorithm == "sha512" ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;

    /// <summary>SHA-256 of <paramref name="content"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => FromHash(HashAlgorithmName.SHA256, SHA256.HashData(content));

    /// <summary>SHA-256 of the UTF-8 form of <paramref name="text"/>.</summary>
    public static Digest OfText(string text) => Of(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Wraps a finished hash.</summary>
    public static Digest FromHash(HashAlgorithmName algorithm, ReadOnlySpan<byte> hash) =>
        new((algorithm == HashAlgorithmName.SHA512 ? Sha512Prefix : Sha256Prefix) + Convert.ToHexStringLower(hash));

    /// <summary>Accepts <c>algorithm:hex</c> of a known algorithm, with the right length and lower-case hex, and nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is null)
        {
            return false;
        }

        var hexLength = text.StartsWith(Sha256Prefix, StringComparison.Ordinal) ? Sha256HexLength
            : text.StartsWith(Sha512Prefix, StringComparison.Ordinal) ? Sha512HexLength
            : 0;
        if (hexLength == 0 || text.Length != Sha256Prefix.Length + hexLength)
        {
            return false;
        }

        foreach (var c in text.AsSpan(Sha256Prefix.Length))
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
            {
                return false;
            }
        }

        digest = new Digest(text);
        return true;
    }

    /// <summary>For text that is known to be a digest.</summary>
    /// <exception cref="FormatException">The text is not a digest.</exception>
    public static Digest Parse(string text) =>
        TryParse(text, out var digest) ? digest : throw new FormatException($"'{text}' is not a digest.");

    /// <inheritdoc/>
    public int CompareTo(Digest other) => string.CompareOrdinal(_value, other._value);

    /// <summary>The first twelve hex digits: enough for people and file names, never for identity.</summary>
    public string ToShortString() => Hex.Length < 12 ? Hex : Hex[..12];

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";

    /// <summary>Orders ordinally.</summary>
    public static bool operator <(Digest left, Digest right) => left.CompareTo(right) < 0;

    /// <summary>Orders ordinally.</summary>
    public static bool operator >(Digest left, Digest right) => left.CompareTo(right) > 0;

    /// <summary>Orders ordinally.</summary>
    public static bool operator <=(Digest left, Digest right) => left.CompareTo(right) <= 0;

    /// <summary>Orders ordinally.</summary>
    public static bool operator >=(Digest left, Digest right) => left.CompareTo(right) >= 0;
}
