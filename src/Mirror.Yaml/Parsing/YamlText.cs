using System.Buffers;
using System.Text;

namespace Mirror.Yaml.Parsing;

/// <summary>Makes text of a file's bytes, and refuses what the YAML specification does not allow in a stream (section 5.1).</summary>
internal static class YamlText
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Null if a problem was reported.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, string fileName, DiagnosticBag diagnostics, int limit = YamlLimits.MaxBytes)
    {
        if (bytes.Length > limit)
        {
            ReportTooLarge(bytes.Length, limit, fileName, diagnostics);
            return null;
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            diagnostics.Report(MirrorErrors.FileNotText, SourceSpan.At(fileName, 1, 1), "The file is UTF-16; expected UTF-8.");
            return null;
        }

        var (line, column) = (1, 1);
        for (var rest = bytes; rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf8(rest, out var rune, out var length) != OperationStatus.Done)
            {
                diagnostics.Report(
                    MirrorErrors.FileNotText, SourceSpan.At(fileName, line, column), $"The byte 0x{rest[0]:x2} is not UTF-8 here; expected UTF-8 text.");
                return null;
            }

            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + rune.Utf16SequenceLength);
            rest = rest[length..];
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The text without a byte order mark; null if a problem was reported.</summary>
    public static string? Check(string text, string fileName, DiagnosticBag diagnostics, int limit = YamlLimits.MaxBytes)
    {
        if (text.Length > limit)
        {
            ReportTooLarge(text.Length, limit, fileName, diagnostics);
            return null;
        }

        text = text.StartsWith(ByteOrderMark) ? text[1..] : text;
        var bad = text.AsSpan().IndexOfAnyExcept(Allowed);
        if (bad < 0)
        {
            return text;
        }

        var lineStart = text.LastIndexOf('\n', bad) + 1;
        var span = SourceSpan.At(fileName, text.AsSpan(0, bad).Count('\n') + 1, bad - lineStart + 1);
        diagnostics.Report(MirrorErrors.FileNotText, span, $"The control character U+{(int)text[bad]:X4} is not allowed in YAML.");
        return null;
    }

    private static SearchValues<char> Allowed { get; } = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(c => c is '\t' or '\n' or '\r' or '\u0085' || (!char.IsControl(c) && c is not ('\uFFFE' or '\uFFFF')))]);

    private static void ReportTooLarge(int length, int limit, string fileName, DiagnosticBag diagnostics) => diagnostics.Report(
        MirrorErrors.FileTooLarge,
        SourceSpan.At(fileName, 1, 1),
        $"The file has {length} bytes; it may have {limit}.");
}
