using System.Buffers.Binary;

namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>Reads numbers and pieces from the front of some bytes; more than there are is an error, never an index out of range.</summary>
internal ref struct OpenPgpCursor(ReadOnlySpan<byte> bytes, OpenPgpInput input)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count > _rest.Length)
        {
            throw input.Damaged("it ends too early");
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    public byte TakeByte() => Take(1)[0];

    public ushort TakeUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint TakeUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ulong TakeUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>A number of any length, without leading zero bytes.</summary>
    public ReadOnlySpan<byte> TakeInteger()
    {
        var bits = TakeUInt16();
        return Take((bits + 7) / 8).TrimStart((byte)0);
    }
}
