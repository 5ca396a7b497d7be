using System.Buffers;
using System.Text;

namespace Mirror.Sandbox.Images;

/// <summary>
/// Writes a POSIX ustar archive whose bytes depend on names and contents alone: owner 0, time 0, entries in the order they were added. Not safe for
/// concurrent use.
/// </summary>
public sealed class TarBuilder
{
    private const int BlockSize = 512;
    private const int MaxName = 100;
    private const string FileMode = "0000644";
    private const string ExecutableMode = "0000755";

    private readonly ArrayBufferWriter<byte> _archive = new();

    /// <summary>Adds a folder; <paramref name="path"/> ends with a slash.</summary>
    public TarBuilder Folder(string path) => Entry(path, '5', ExecutableMode, "", []);

    /// <summary>Adds a file.</summary>
    public TarBuilder File(string path, ReadOnlySpan<byte> content) => Entry(path, '0', FileMode, "", content);

    /// <summary>Adds a text file in UTF-8.</summary>
    public TarBuilder File(string path, string content) => File(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Adds a file that can be run.</summary>
    public TarBuilder Executable(string path, ReadOnlySpan<byte> content) => Entry(path, '0', ExecutableMode, "", content);

    /// <summary>Adds a symbolic link.</summary>
    public TarBuilder Link(string path, string target) => Entry(path, '2', "0000777", target, []);

    /// <summary>The archive with its end marker; more entries may follow, for a longer archive.</summary>
    public byte[] ToArray()
    {
        var archive = new byte[_archive.WrittenCount + (2 * BlockSize)];
        _archive.WrittenSpan.CopyTo(archive);
        return archive;
    }

    private TarBuilder Entry(string path, char type, string mode, string target, ReadOnlySpan<byte> content)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(path.Length, MaxName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target.Length, MaxName);
        Span<byte> header = stackalloc byte[BlockSize];
        header.Clear();
        Write(header, 0, path);
        Write(header, 100, mode);
        Write(header, 108, "0000000");
        Write(header, 116, "0000000");
        Write(header, 124, Octal(content.Length, 11));
        Write(header, 136, "00000000000");
        Write(header, 148, "        ");
        Write(header, 156, type.ToString());
        Write(header, 157, target);
        Write(header, 257, "ustar");
        Write(header, 263, "00");
        var sum = 0;
        foreach (var value in header)
        {
            sum += value;
        }

        Write(header, 148, Octal(sum, 6));
        header[154] = 0;
        _archive.Write(header);
        _archive.Write(content);
        var padding = (BlockSize - (content.Length % BlockSize)) % BlockSize;
        header[..padding].Clear();
        _archive.Write(header[..padding]);
        return this;
    }

    private static string Octal(int value, int digits) => Convert.ToString(value, 8).PadLeft(digits, '0');

    private static void Write(Span<byte> header, int at, string text) => Encoding.UTF8.GetBytes(text, header[at..]);
}
