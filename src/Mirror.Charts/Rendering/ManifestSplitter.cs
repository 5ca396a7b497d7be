using Mirror.Charts.Values;
using Mirror.Charts.Yaml;

namespace Mirror.Charts.Rendering;

/// <summary>Takes what templates made apart into documents, and reads them.</summary>
internal static class ManifestSplitter
{
    private const string HookAnnotation = "helm.sh/hook";

    public static IEnumerable<RenderedDocument> Split(string chart, string file, string text, bool isCrd)
    {
        var index = 0;
        foreach (var part in Parts(text))
        {
            var document = part.Trim();
            if (document.Length == 0)
            {
                continue;
            }

            var content = Read(chart, file, index, document);
            if (content is not null)
            {
                yield return Describe(file, index, document, content, isCrd);
            }

            index++;
        }
    }

    private static RenderedDocument Describe(string file, int index, string text, object content, bool isCrd)
    {
        var root = content as GoMap;
        var kind = root is not null && root.TryGet("kind", out var value) && value is string name ? name : "";
        var isHook = root is not null && ValueMerge.Table(root, "metadata.annotations") is { } annotations
            && annotations.TryGet(HookAnnotation, out var hook) && hook is string;
        return new RenderedDocument(file, index, text, kind, isHook, isCrd) { Content = content };
    }

    private static object? Read(string chart, string file, int index, string document)
    {
        try
        {
            return YamlReader.Read(document);
        }
        catch (YamlException e)
        {
            throw new ChartException(
                ChartFailure.Manifest,
                $"Document {index + 1} that the template made is not YAML, at its line {e.Line}: {e.Message}",
                new ChartPosition(chart, file, 0, 0),
                innerException: e);
        }
    }

    // A separator starts a line; what follows it on the line belongs to the document.
    private static IEnumerable<string> Parts(string text)
    {
        const string separator = "---";
        var start = text.StartsWith(separator, StringComparison.Ordinal) ? separator.Length : 0;
        while (text.IndexOf("\n" + separator, start, StringComparison.Ordinal) is >= 0 and var end)
        {
            yield return text[start..end];
            start = end + 1 + separator.Length;
        }

        yield return text[start..];
    }
}
