using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Mirror.Oci.Registry.Configuration.Toml;

/// <summary>
/// Reads the part of TOML 1.0 that <c>registries.conf</c> is made of: everything but floats, dates and times, which are refused by name.
/// By hand, because the package feed has no maintained TOML package; bounded, because the file is outside data.
/// </summary>
internal sealed class TomlReader
{
    /// <summary>In bytes; the largest real files have a few hundred kilobytes.</summary>
    public const int MaxSize = 1 << 20;

    /// <summary>Of arrays and inline tables in each other, and of the parts of one key.</summary>
    public const int MaxDepth = 32;

    private readonly TomlScanner _scanner;

    private TomlReader(TomlScanner scanner) => _scanner = scanner;

    /// <summary>Reads a whole file; <paramref name="file"/> is its name for messages.</summary>
    /// <exception cref="MirrorException">The content is not TOML of this kind: the first problem, with line and column.</exception>
    public static TomlTable Read(string file, ReadOnlySpan<byte> content)
    {
        if (content.Length > MaxSize)
        {
            throw TomlScanner.Error(
                string.Create(CultureInfo.InvariantCulture, $"The file has {content.Length} bytes; at most {MaxSize} are read."), SourceSpan.At(file, 1, 1));
        }

        var text = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        return new TomlReader(new TomlScanner(file, Decode(file, text))).ReadDocument();
    }

    private static string Decode(string file, ReadOnlySpan<byte> content)
    {
        if (Utf8.IsValid(content))
        {
            return Encoding.UTF8.GetString(content);
        }

        var line = 1;
        foreach (var range in content.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(content[range]))
            {
                break;
            }

            line++;
        }

        throw TomlScanner.Error("The line is not UTF-8.", SourceSpan.At(file, line, 1));
    }

    private TomlTable ReadDocument()
    {
        var root = new TomlTable(TomlTableOrigin.Header, _scanner.Here);
        var current = root;
        while (true)
        {
            _scanner.SkipLines();
            if (_scanner.IsAtEnd)
            {
                return root;
            }

            if (_scanner.Current == '[')
            {
                current = ReadHeader(root);
            }
            else
            {
                ReadKeyValue(current, 0);
            }

            _scanner.ExpectLineEnd();
        }
    }

    private TomlTable ReadHeader(TomlTable root)
    {
        var start = _scanner.Here;
        var isArray = _scanner.StartsWith("[[");
        _scanner.Advance(isArray ? 2 : 1);
        var path = ReadKey();
        if (!_scanner.StartsWith(isArray ? "]]" : "]"))
        {
            throw _scanner.Error($"{TomlScanner.Capital(_scanner.Describe())} is not expected here; expected '{(isArray ? "]]" : "]")}'.");
        }

        _scanner.Advance(isArray ? 2 : 1);
        var parent = root;
        foreach (var part in path.SkipLast(1))
        {
            parent = Enter(parent, part);
        }

        return isArray ? AppendTable(parent, path[^1], start) : OpenTable(parent, path[^1], start);
    }

    /// <summary>One step of a header's path: an existing table, the last of an array of tables, or a new table.</summary>
    private static TomlTable Enter(TomlTable parent, TomlKey part)
    {
        if (!parent.TryGet(part.Name, out var entry))
        {
            var table = new TomlTable(TomlTableOrigin.Implied, part.Span);
            parent.TryAdd(new TomlEntry(part.Name, part.Span, table));
            return table;
        }

        return entry.Value switch
        {
            TomlTable { Origin: not TomlTableOrigin.Inline } table => table,
            TomlArray { IsOfTables: true } array => (TomlTable)array.Items[^1],
            _ => throw TomlScanner.Error($"'{part.Name}' is {entry.Value.Kind} since line {Line(entry)} and cannot be added to.", part.Span),
        };
    }

    private static TomlTable OpenTable(TomlTable parent, TomlKey key, SourceSpan start)
    {
        if (!parent.TryGet(key.Name, out var entry))
        {
            var table = new TomlTable(TomlTableOrigin.Header, start);
            parent.TryAdd(new TomlEntry(key.Name, key.Span, table));
            return table;
        }

        if (entry.Value is TomlTable { Origin: TomlTableOrigin.Implied } implied)
        {
            implied.Origin = TomlTableOrigin.Header;
            return implied;
        }

        throw Duplicate(key, entry);
    }

    private static TomlTable AppendTable(TomlTable parent, TomlKey key, SourceSpan start)
    {
        if (!parent.TryGet(key.Name, out var entry))
        {
            entry = new TomlEntry(key.Name, key.Span, new TomlArray(isOfTables: true, start));
            parent.TryAdd(entry);
        }

        if (entry.Value is not TomlArray { IsOfTables: true } array)
        {
            throw Duplicate(key, entry);
        }

        var table = new TomlTable(TomlTableOrigin.Header, start);
        array.Add(table);
        return table;
    }

    private void ReadKeyValue(TomlTable table, int depth)
    {
        var path = ReadKey();
        if (_scanner.Current != '=')
        {
            throw _scanner.Error($"{TomlScanner.Capital(_scanner.Describe())} is not expected here; expected '=' after the key '{path[^1].Name}'.");
        }

        _scanner.Advance();
        _scanner.SkipBlanks();
        foreach (var part in path.SkipLast(1))
        {
            if (!table.TryGet(part.Name, out var entry))
            {
                entry = new TomlEntry(part.Name, part.Span, new TomlTable(TomlTableOrigin.DottedKey, part.Span));
                table.TryAdd(entry);
            }

            table = entry.Value is TomlTable { Origin: TomlTableOrigin.DottedKey } next ? next : throw Duplicate(part, entry);
        }

        var key = path[^1];
        if (table.TryGet(key.Name, out var other))
        {
            throw Duplicate(key, other);
        }

        table.TryAdd(new TomlEntry(key.Name, key.Span, ReadValue(depth)));
    }

    /// <summary>A key with its dotted parts, and the blanks around it.</summary>
    private List<TomlKey> ReadKey()
    {
        var parts = new List<TomlKey>();
        while (true)
        {
            _scanner.SkipBlanks();
            var span = _scanner.Here;
            parts.Add(new TomlKey(ReadSimpleKey(), span));
            if (parts.Count > MaxDepth)
            {
                throw TomlScanner.Error(string.Create(CultureInfo.InvariantCulture, $"A key has at most {MaxDepth} parts."), span);
            }

            _scanner.SkipBlanks();
            if (_scanner.Current != '.')
            {
                return parts;
            }

            _scanner.Advance();
        }
    }

    private string ReadSimpleKey()
    {
        if (_scanner.Current is '"' or '\'')
        {
            return _scanner.ReadString();
        }

        var name = new StringBuilder();
        while (char.IsAsciiLetterOrDigit(_scanner.Current) || _scanner.Current is '_' or '-')
        {
            name.Append(_scanner.Current);
            _scanner.Advance();
        }

        return name.Length > 0
            ? name.ToString()
            : throw _scanner.Error($"{TomlScanner.Capital(_scanner.Describe())} is not expected here; expected a key.");
    }

    private TomlValue ReadValue(int depth)
    {
        var span = _scanner.Here;
        if (depth > MaxDepth)
        {
            throw _scanner.Error(string.Create(CultureInfo.InvariantCulture, $"Arrays and inline tables are nested more than {MaxDepth} deep."));
        }

        switch (_scanner.Current)
        {
            case '"' or '\'':
                var quotes = new string(_scanner.Current, 3);
                return new TomlString(_scanner.StartsWith(quotes) ? _scanner.ReadMultiLineString() : _scanner.ReadString(), span);
            case '[':
                return ReadArray(span, depth);
            case '{':
                return ReadInlineTable(span, depth);
            default:
                return ReadWord(span);
        }
    }

    private TomlArray ReadArray(SourceSpan span, int depth)
    {
        var array = new TomlArray(isOfTables: false, span);
        _scanner.Advance();
        while (true)
        {
            _scanner.SkipLines();
            if (_scanner.Current == ']')
            {
                _scanner.Advance();
                return array;
            }

            array.Add(ReadValue(depth + 1));
            _scanner.SkipLines();
            if (_scanner.Current == ',')
            {
                _scanner.Advance();
            }
            else if (_scanner.Current != ']')
            {
                throw _scanner.Error($"{TomlScanner.Capital(_scanner.Describe())} is not expected here; expected ',' or ']'.");
            }
        }
    }

    private TomlTable ReadInlineTable(SourceSpan span, int depth)
    {
        // While it is being read, dotted keys may add to what dotted keys inside it made; afterwards it is complete.
        var table = new TomlTable(TomlTableOrigin.Inline, span);
        _scanner.Advance();
        _scanner.SkipBlanks();
        if (_scanner.Current == '}')
        {
            _scanner.Advance();
            return table;
        }

        while (true)
        {
            ReadKeyValue(table, depth + 1);
            _scanner.SkipBlanks();
            if (_scanner.Current == '}')
            {
                _scanner.Advance();
                return table;
            }

            if (_scanner.Current != ',')
            {
                throw _scanner.Error($"{TomlScanner.Capital(_scanner.Describe())} is not expected here; expected ',' or '}}' on the same line.");
            }

            _scanner.Advance();
        }
    }

    /// <summary>What has no quotes: booleans and numbers.</summary>
    private TomlValue ReadWord(SourceSpan span)
    {
        var word = new StringBuilder();
        while (char.IsAsciiLetterOrDigit(_scanner.Current) || _scanner.Current is '_' or '-' or '+' or '.' or ':')
        {
            word.Append(_scanner.Current);
            _scanner.Advance();
        }

        var text = word.ToString();
        return text switch
        {
            "" => throw _scanner.Error($"{TomlScanner.Capital(_scanner.Describe())} is not expected here; expected a value."),
            "true" => new TomlBoolean(true, span),
            "false" => new TomlBoolean(false, span),
            _ when TomlNumber.TryParse(text, out var number) => new TomlInteger(number, span),
            _ => throw TomlScanner.Error($"'{text}' is not a value that is read here; expected a string in quotes, true, false, an integer, an array or a table.", span),
        };
    }

    private static MirrorException Duplicate(TomlKey key, TomlEntry first) =>
        TomlScanner.Error($"'{key.Name}' is defined a second time; the first time was line {Line(first)}.", key.Span);

    private static string Line(TomlEntry entry) => entry.KeySpan.Line.ToString(CultureInfo.InvariantCulture);
}
