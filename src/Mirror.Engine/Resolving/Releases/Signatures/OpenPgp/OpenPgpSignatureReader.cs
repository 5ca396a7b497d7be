using System.Buffers.Binary;

namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>Reads signature packets of versions 3 and 4 (RFC 4880, section 5.2); Red Hat's older release signatures are version 3.</summary>
internal static class OpenPgpSignatureReader
{
    private const int CreationTime = 2;
    private const int ExpirationTime = 3;
    private const int KeyExpirationTime = 9;
    private const int IssuerKeyId = 16;
    private const int KeyFlags = 27;
    private const int EmbeddedSignature = 32;
    private const int IssuerFingerprint = 33;

    /// <summary>Subpackets whose meaning does not matter here, so that being critical changes nothing: preferences, notes on the key's user.</summary>
    private static readonly HashSet<int> Harmless = [4, 7, 11, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31, 34, 35, 39];

    /// <summary>Null for a version that is not known.</summary>
    public static OpenPgpSignature? Read(ReadOnlySpan<byte> body, OpenPgpInput input, bool isEmbedded = false)
    {
        var cursor = new OpenPgpCursor(body, input);
        return cursor.TakeByte() switch
        {
            3 => ReadVersion3(ref cursor, input),
            4 => ReadVersion4(ref cursor, body, input, isEmbedded),
            _ => null,
        };
    }

    private static OpenPgpSignature ReadVersion3(ref OpenPgpCursor cursor, OpenPgpInput input)
    {
        if (cursor.TakeByte() != 5)
        {
            throw input.Damaged("a version 3 signature does not hash five bytes");
        }

        var trailer = cursor.Take(5).ToArray();
        var issuer = new OpenPgpKeyId(cursor.TakeUInt64());
        var publicKeyAlgorithm = cursor.TakeByte();
        return new OpenPgpSignature
        {
            Type = trailer[0],
            Created = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(trailer.AsSpan(1))),
            Issuer = issuer,
            PublicKeyAlgorithm = publicKeyAlgorithm,
            HashAlgorithm = cursor.TakeByte(),
            Trailer = trailer,
            HashStart = cursor.TakeUInt16(),
            Value = TakeValue(ref cursor, publicKeyAlgorithm, input),
        };
    }

    private static OpenPgpSignature ReadVersion4(ref OpenPgpCursor cursor, ReadOnlySpan<byte> body, OpenPgpInput input, bool isEmbedded)
    {
        var type = cursor.TakeByte();
        var publicKeyAlgorithm = cursor.TakeByte();
        var hashAlgorithm = cursor.TakeByte();
        var hashed = cursor.Take(cursor.TakeUInt16());
        var hashedEnd = body.Length - cursor.Rest.Length;
        var unhashed = cursor.Take(cursor.TakeUInt16());
        var trailer = new byte[hashedEnd + 6];
        body[..hashedEnd].CopyTo(trailer);
        trailer[hashedEnd] = 4;
        trailer[hashedEnd + 1] = 0xff;
        BinaryPrimitives.WriteInt32BigEndian(trailer.AsSpan(hashedEnd + 2), hashedEnd);

        var signature = new OpenPgpSignature
        {
            Type = type,
            Created = null,
            PublicKeyAlgorithm = publicKeyAlgorithm,
            HashAlgorithm = hashAlgorithm,
            Trailer = trailer,
            HashStart = cursor.TakeUInt16(),
            Value = TakeValue(ref cursor, publicKeyAlgorithm, input),
        };
        signature = ReadSubpackets(signature, unhashed, isHashed: false, isEmbedded, input);
        return ReadSubpackets(signature, hashed, isHashed: true, isEmbedded, input);
    }

    private static OpenPgpSignature ReadSubpackets(
        OpenPgpSignature signature, ReadOnlySpan<byte> area, bool isHashed, bool isEmbedded, OpenPgpInput input)
    {
        var cursor = new OpenPgpCursor(area, input);
        while (!cursor.IsAtEnd)
        {
            var first = cursor.TakeByte();
            long length = first switch
            {
                < 192 => first,
                255 => cursor.TakeUInt32(),
                _ => ((first - 192) << 8) + cursor.TakeByte() + 192,
            };
            var subpacket = new OpenPgpCursor(cursor.Take(length), input);
            var type = subpacket.TakeByte();
            signature = Apply(signature, type & 0x7f, (type & 0x80) != 0, subpacket, isHashed, isEmbedded, input);
        }

        return signature;
    }

    private static OpenPgpSignature Apply(
        OpenPgpSignature signature, int type, bool isCritical, OpenPgpCursor value, bool isHashed, bool isEmbedded, OpenPgpInput input)
    {
        switch (type)
        {
            case IssuerKeyId:
                return signature with { Issuer = new OpenPgpKeyId(value.TakeUInt64()) };
            case EmbeddedSignature when !isEmbedded:
                // It proves itself, so it may stand outside of the hash.
                return signature with { BackSignature = Read(value.Rest, input, isEmbedded: true) };
        }

        if (!isHashed)
        {
            return signature;
        }

        switch (type)
        {
            case CreationTime:
                return signature with { Created = DateTimeOffset.FromUnixTimeSeconds(value.TakeUInt32()) };
            case ExpirationTime:
                return signature with { Lifetime = TakeLifetime(ref value) };
            case KeyExpirationTime:
                return signature with { KeyLifetime = TakeLifetime(ref value) };
            case KeyFlags:
                return signature with { KeyFlags = value.IsAtEnd ? (byte)0 : value.TakeByte() };
            case IssuerFingerprint:
                return value.TakeByte() == 4 ? signature with { IssuerFingerprint = Convert.ToHexString(value.Take(20)) } : signature;
            default:
                // A critical notation says something that only its author's software knows.
                return isCritical && (type == 20 || !Harmless.Contains(type)) ? signature with { UnknownCritical = type } : signature;
        }
    }

    private static TimeSpan? TakeLifetime(ref OpenPgpCursor value)
    {
        var seconds = value.TakeUInt32();
        return seconds == 0 ? null : TimeSpan.FromSeconds(seconds);
    }

    private static byte[] TakeValue(ref OpenPgpCursor cursor, byte publicKeyAlgorithm, OpenPgpInput input)
    {
        if (!OpenPgpAlgorithms.IsRsa(publicKeyAlgorithm))
        {
            return [];
        }

        var value = cursor.TakeInteger().ToArray();
        return cursor.IsAtEnd ? value : throw input.Damaged("a signature is longer than its number");
    }
}
