namespace Mirror.Sandbox.Images;

/// <summary>The checksum of gzip (RFC 1952, 8), eight bytes at a time.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;

    private static readonly uint[][] Tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        while (content.Length >= Slices)
        {
            crc ^= content[0] | ((uint)content[1] << 8) | ((uint)content[2] << 16) | ((uint)content[3] << 24);
            crc = Tables[7][crc & 0xff] ^ Tables[6][(crc >> 8) & 0xff] ^ Tables[5][(crc >> 16) & 0xff] ^ Tables[4][crc >> 24]
                ^ Tables[3][content[4]] ^ Tables[2][content[5]] ^ Tables[1][content[6]] ^ Tables[0][content[7]];
            content = content[Slices..];
        }

        foreach (var value in content)
        {
            crc = Tables[0][(crc ^ value) & 0xff] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[Slices][];
        for (var slice = 0; slice < Slices; slice++)
        {
            tables[slice] = new uint[256];
            for (var value = 0; value < 256; value++)
            {
                tables[slice][value] = slice == 0 ? Remainder((uint)value) : Shift(tables, slice, value);
            }
        }

        return tables;
    }

    private static uint Shift(uint[][] tables, int slice, int value)
    {
        var previous = tables[slice - 1][value];
        return tables[0][previous & 0xff] ^ (previous >> 8);
    }

    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 1 ? Polynomial ^ (value >> 1) : value >> 1;
        }

        return value;
    }
}
