using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry.Configuration.Toml;

namespace Mirror.Oci.Tests.Registry.Configuration.Toml;

public sealed class TomlReaderTests
{
    [Theory]
    [InlineData("a = \"x\\ty\\u00e9\\U0001F600\\\"\\\\\"", "{a: x\ty\u00e9\U0001F600\"\\}")]
    [InlineData("a = 'c:\\n'", "{a: c:\\n}")]
    [InlineData("a = \"\"\"\nx\ny\"\"\"", "{a: x\ny}")]
    [InlineData("a = \"\"\"x\\\n   \n   y\"\"\"", "{a: xy}")]
    [InlineData("a = \"\"\"x\"\"\"\"\"", "{a: x\"\"}")]
    [InlineData("a = '''x\\'y''''", "{a: x\\'y'}")]
    [InlineData("a = true\r\nb = false # c\r\n", "{a: true, b: false}")]
    [InlineData("a = 1_000\nb = -7\nc = 0x1F\nd = 0o17\ne = 0b101\nf = +0", "{a: 1000, b: -7, c: 31, d: 15, e: 5, f: 0}")]
    [InlineData("a = [ 1, # one\n 'x',\n ]", "{a: [1, x]}")]
    [InlineData("a = [[], {b = 1, c.d = 2}]", "{a: [[], {b: 1, c: {d: 2}}]}")]
    [InlineData("a . 'b' . \"c\" = 1\na.d = 2", "{a: {b: {c: 1}, d: 2}}")]
    [InlineData("[a.b]\nc = 1\n[a]\nd = 2", "{a: {b: {c: 1}, d: 2}}")]
    [InlineData("[[a]]\nb = 1\n[[a.c]]\nd = 2\n[a.e]\nf = 3\n[[a]]", "{a: [{b: 1, c: [{d: 2}], e: {f: 3}}, {}]}")]
    [InlineData("[a]\nb.c = 1\n[a.b.d]\ne = 2", "{a: {b: {c: 1, d: {e: 2}}}}")]
    [InlineData("\uFEFF1-a_B = ''", "{1-a_B: }")]
    [InlineData("", "{}")]
    public void Document_is_read(string text, string expected)
    {
        Assert.Equal(expected, Print(TomlReader.Read("f", Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [InlineData("a = 1\na = 2", 2, 1, "'a' is defined a second time; the first time was line 1")]
    [InlineData("[a]\n[a]", 2, 2, "'a' is defined a second time")]
    [InlineData("[a]\n[[a]]", 2, 3, "'a' is defined a second time")]
    [InlineData("[[a]]\n[a]", 2, 2, "'a' is defined a second time")]
    [InlineData("a = []\n[[a]]", 2, 3, "'a' is defined a second time")]
    [InlineData("a = {}\n[a.b]", 2, 2, "'a' is a table since line 1 and cannot be added to")]
    [InlineData("a = {}\na.b = 1", 2, 1, "'a' is defined a second time")]
    [InlineData("a.b = 1\n[a]", 2, 2, "'a' is defined a second time")]
    [InlineData("[a.b]\n[a]\nb.c = 1", 3, 1, "'b' is defined a second time")]
    [InlineData("a = 1\n[a.b]", 2, 2, "'a' is an integer since line 1")]
    [InlineData("a = {b = 1, b = 2}", 1, 13, "'b' is defined a second time")]
    [InlineData("a = {b = 1,}", 1, 12, "expected a key")]
    [InlineData("a = {b = 1\n}", 1, 11, "expected ',' or '}' on the same line")]
    [InlineData("a = \"x", 1, 5, "does not end on its line")]
    [InlineData("a = \"\"\"x\"\"", 1, 5, "does not end")]
    [InlineData("a = \"\\x\"", 1, 6, "escape is not known")]
    [InlineData("a = \"\\u12\"", 1, 6, "needs 4 hexadecimal digits")]
    [InlineData("a = \"\\uD800\"", 1, 6, "U+D800 is not a Unicode scalar value")]
    [InlineData("a = 'x\u0001'", 1, 7, "U+0001 is not allowed")]
    [InlineData("# \0", 1, 3, "U+0000 is not allowed")]
    [InlineData("a = 1 b", 1, 7, "expected the end of the line")]
    [InlineData("a = 1\rb = 2", 1, 6, "expected the end of the line")]
    [InlineData("a", 1, 2, "expected '=' after the key 'a'")]
    [InlineData("a =", 1, 4, "The end of the file is not expected here; expected a value")]
    [InlineData("a = 1.5", 1, 5, "'1.5' is not a value that is read here")]
    [InlineData("a = 1979-05-27", 1, 5, "'1979-05-27' is not a value that is read here")]
    [InlineData("a = 012", 1, 5, "'012' is not a value")]
    [InlineData("a = 1__0", 1, 5, "'1__0' is not a value")]
    [InlineData("a = 9223372036854775808", 1, 5, "is not a value")]
    [InlineData("a = [1 2]", 1, 8, "expected ',' or ']'")]
    [InlineData("a = [,]", 1, 6, "expected a value")]
    [InlineData("[a", 1, 3, "expected ']'")]
    [InlineData("[[a]", 1, 4, "expected ']]'")]
    [InlineData("[]", 1, 2, "expected a key")]
    [InlineData(".a = 1", 1, 1, "expected a key")]
    public void Wrong_document_is_refused_with_line_and_column(string text, int line, int column, string message)
    {
        var exception = Assert.Throws<MirrorException>(() => TomlReader.Read("f.conf", Encoding.UTF8.GetBytes(text)));

        var diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal(MirrorErrors.RegistriesSyntax, diagnostic.Code);
        Assert.Equal($"f.conf({line},{column})", diagnostic.Span!.ToString());
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Column_counts_characters_outside_the_basic_plane_once()
    {
        var exception = Assert.Throws<MirrorException>(() => TomlReader.Read("f", "a = '\U0001F600' x"u8));

        Assert.Equal("f(1,9)", exception.Diagnostics[0].Span!.ToString());
    }

    [Fact]
    public void Bytes_that_are_not_utf_8_are_refused_with_their_line()
    {
        var exception = Assert.Throws<MirrorException>(() => TomlReader.Read("f", [(byte)'#', (byte)'\n', 0xC3, (byte)'\n']));

        Assert.Equal("f(2,1)", exception.Diagnostics[0].Span!.ToString());
    }

    [Theory]
    [InlineData("a = ", "[", 33)]
    [InlineData("a = ", "{a=", 33)]
    [InlineData("", "a.", 33)]
    public void Nesting_beyond_the_limit_is_refused(string start, string part, int count)
    {
        var text = start + string.Concat(Enumerable.Repeat(part, count + 1)) + "a";

        var exception = Assert.Throws<MirrorException>(() => TomlReader.Read("f", Encoding.UTF8.GetBytes(text)));

        Assert.Matches("more than 32 deep|at most 32 parts", exception.Message);
    }

    [Fact]
    public void File_beyond_the_limit_is_refused()
    {
        var content = Enumerable.Repeat((byte)'\n', TomlReader.MaxSize + 1).ToArray();

        var exception = Assert.Throws<MirrorException>(() => TomlReader.Read("f", content));

        Assert.Contains("1048577 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Mutated_document_is_read_or_refused_and_nothing_else(int seed)
    {
        var original = """
            # comment é
            unqualified-search-registries = ["a.com", 'b.com', ]
            n = [0x1F, -1_0, true, {a.b = "\u00e9\\", c = []}]
            [[registry]]
            prefix = "*.example.com"
            location = '''x'''
            m = {location = "y"}
            [[registry.mirror]]
            location = "x\
               y"
            [aliases]
            "a/b" = "c.d/e" # end
            a.b.c = ""
            """u8.ToArray();
        byte[] alphabet = [.. "[]{}=.,\"'\\#\n\r\t \0abuU019_-+xé"u8];
        var random = new Random(seed);

        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new List<byte>(original);
            for (var edit = random.Next(1, 6); edit > 0; edit--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0:
                        bytes[at] = alphabet[random.Next(alphabet.Length)];
                        break;
                    case 1:
                        bytes.Insert(at, alphabet[random.Next(alphabet.Length)]);
                        break;
                    case 2:
                        bytes.RemoveRange(at, random.Next(1, Math.Min(8, bytes.Count - at) + 1));
                        break;
                    default:
                        bytes[at] = (byte)random.Next(256);
                        break;
                }

                if (bytes.Count == 0)
                {
                    break;
                }
            }

            var exception = Record.Exception(() => TomlReader.Read("f", bytes.ToArray()));

            Assert.True(exception is null or MirrorException, $"Round {round}: {exception}");
        }
    }

    private static string Print(TomlValue value) => value switch
    {
        TomlString text => text.Value,
        TomlInteger number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        TomlBoolean boolean => boolean.Value ? "true" : "false",
        TomlArray array => $"[{string.Join(", ", array.Items.Select(Print))}]",
        TomlTable table => $"{{{string.Join(", ", table.Entries.Select(entry => $"{entry.Key}: {Print(entry.Value)}"))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
