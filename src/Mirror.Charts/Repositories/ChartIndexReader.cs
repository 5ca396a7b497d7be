using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Mirror.Charts.Repositories;

/// <summary>Reads an index piece by piece and keeps only what is needed: most of a large index is descriptions.</summary>
internal sealed class ChartIndexReader(string name, ChartIndexLimits limits)
{
    private int _versions;

    public ChartIndex Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > limits.MaxBytes)
        {
            throw new ChartException(ChartFailure.Limit, $"The index '{name}' has more than {limits.MaxBytes} bytes.");
        }

        using var bytes = new MemoryStream(utf8.ToArray(), writable: false);
        using var text = new StreamReader(bytes, new UTF8Encoding(false));
        try
        {
            var parser = new YamlDotNet.Core.Parser(text);
            parser.Consume<StreamStart>();
            return parser.TryConsume<DocumentStart>(out _) ? new ChartIndex(ReadRoot(parser)) : throw Invalid("it is empty", 0);
        }
        catch (YamlException e)
        {
            throw Invalid($"it is not YAML: {e.Message}", (int)e.Start.Line, e);
        }
    }

    private SortedDictionary<string, IReadOnlyList<ChartIndexEntry>> ReadRoot(IParser parser)
    {
        var charts = new SortedDictionary<string, IReadOnlyList<ChartIndexEntry>>(StringComparer.Ordinal);
        var hasVersion = false;
        foreach (var key in Keys(parser, "the file"))
        {
            switch (key)
            {
                case "apiVersion":
                    hasVersion = parser.Consume<Scalar>().Value.Length > 0;
                    break;
                case "entries" when !TakeNull(parser):
                    ReadEntries(parser, charts);
                    break;
                case "entries":
                    break;
                default:
                    parser.SkipThisAndNestedEvents();
                    break;
            }
        }

        return hasVersion ? charts : throw Invalid("it has no 'apiVersion'", 0);
    }

    private void ReadEntries(IParser parser, SortedDictionary<string, IReadOnlyList<ChartIndexEntry>> charts)
    {
        foreach (var chart in Keys(parser, "'entries'"))
        {
            var versions = new List<ChartIndexEntry>();
            if (!TakeNull(parser))
            {
                Expect<SequenceStart>(parser, $"the versions of '{chart}'");
                while (!parser.TryConsume<SequenceEnd>(out _))
                {
                    versions.Add(ReadEntry(parser, chart));
                }
            }

            charts[chart] = versions;
        }
    }

    private ChartIndexEntry ReadEntry(IParser parser, string chart)
    {
        if (++_versions > limits.MaxVersions)
        {
            throw new ChartException(ChartFailure.Limit, $"The index '{name}' has more than {limits.MaxVersions} versions of charts.");
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        IReadOnlyList<string> addresses = [];
        foreach (var key in Keys(parser, $"a version of '{chart}'"))
        {
            if (key is "name" or "version" or "digest" or "type" && parser.TryConsume<Scalar>(out var scalar))
            {
                texts[key] = scalar.Value;
            }
            else if (key == "urls" && parser.Current is SequenceStart)
            {
                addresses = ReadAddresses(parser, chart);
            }
            else
            {
                parser.SkipThisAndNestedEvents();
            }
        }

        return new ChartIndexEntry(
            texts.GetValueOrDefault("name", chart), texts.GetValueOrDefault("version", ""), addresses, texts.GetValueOrDefault("digest", ""), texts.GetValueOrDefault("type") == "library");
    }

    private List<string> ReadAddresses(IParser parser, string chart)
    {
        var addresses = new List<string>();
        parser.Consume<SequenceStart>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (addresses.Count == limits.MaxAddresses)
            {
                throw new ChartException(ChartFailure.Limit, $"The index '{name}' has more than {limits.MaxAddresses} addresses for a version of '{chart}'.");
            }

            addresses.Add(Expect<Scalar>(parser, $"an address of '{chart}'").Value);
        }

        return addresses;
    }

    // The caller reads the value of each key before the next is asked for.
    private IEnumerable<string> Keys(IParser parser, string what)
    {
        Expect<MappingStart>(parser, what);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            yield return Expect<Scalar>(parser, $"a key of {what}").Value;
        }
    }

    private T Expect<T>(IParser parser, string what)
        where T : ParsingEvent =>
        parser.TryConsume<T>(out var found)
            ? found
            : throw Invalid($"{what} is not a {(typeof(T) == typeof(Scalar) ? "text" : typeof(T) == typeof(SequenceStart) ? "list" : "mapping")}", (int)(parser.Current?.Start.Line ?? 0));

    private static bool TakeNull(IParser parser)
    {
        if (parser.Current is Scalar { Value: "" or "~" or "null", Style: ScalarStyle.Plain })
        {
            parser.MoveNext();
            return true;
        }

        return false;
    }

    private ChartException Invalid(string problem, int line, Exception? inner = null) =>
        new(ChartFailure.Loading, $"'{name}' is not the index of a chart repository: {problem}.", new ChartPosition("", name, line, 0), innerException: inner);
}
