using System.Text;

namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>
/// Finds out which package a YAML document belongs to by a look at the lines that start in the first column, which costs a hundredth of parsing it.
/// It answers only for documents that every emitter writes (a block mapping with one plain 'schema', at most one plain 'package' and 'name');
/// for any other the document is parsed.
/// </summary>
internal static class YamlDocumentHead
{
    /// <summary>Whether the answer is certain, and if so the head.</summary>
    public static bool TryRead(ReadOnlySpan<byte> document, out BlobHead head)
    {
        head = default;
        string? schema = null, name = null, package = null;
        while (document.Length > 0)
        {
            var end = document.IndexOf((byte)'\n');
            var line = end < 0 ? document : document[..end];
            document = end < 0 ? default : document[(end + 1)..];
            if (line.Length == 0 || line[0] is (byte)' ' or (byte)'#' or (byte)'\r' || line.StartsWith("- "u8) || IsSeparator(line))
            {
                continue;
            }

            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || !IsKey(line[..colon]) || (colon + 1 < line.Length && line[colon + 1] is not ((byte)' ' or (byte)'\r')))
            {
                return false;
            }

            var key = Encoding.ASCII.GetString(line[..colon]);
            var known = Is(key, "schema") ? 's' : Is(key, "name") ? 'n' : Is(key, "package") ? 'p' : ' ';
            if (known == ' ')
            {
                continue;
            }

            if (!TryPlain(line[(colon + 1)..], out var value) || (known switch { 's' => schema, 'n' => name, _ => package }) is not null)
            {
                return false;
            }

            _ = known switch { 's' => schema = value, 'n' => name = value, _ => package = value };
        }

        if (schema is null || (schema == BlobHead.PackageSchema && name is null))
        {
            return false;
        }

        head = new BlobHead(schema, name ?? "", package ?? "");
        return true;
    }

    /// <summary>Whether <paramref name="line"/> parts two documents: three dashes and nothing but blanks.</summary>
    public static bool IsSeparator(ReadOnlySpan<byte> line) =>
        line.StartsWith("---"u8) && line[3..].IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') < 0;

    private static bool Is(string key, string name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);

    private static bool IsKey(ReadOnlySpan<byte> key)
    {
        foreach (var c in key)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'.' or (byte)'_' or (byte)'-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A value that means the same in any YAML: a letter, then letters, digits, dots and dashes; not a word that stands for a boolean.</summary>
    private static bool TryPlain(ReadOnlySpan<byte> bytes, out string value)
    {
        value = Encoding.ASCII.GetString(bytes.Trim(" \r\t"u8));
        return value.Length > 0 && char.IsAsciiLetter(value[0]) && IsKey(Encoding.ASCII.GetBytes(value)) && YamlScalar.Resolve(value) is null;
    }
}
