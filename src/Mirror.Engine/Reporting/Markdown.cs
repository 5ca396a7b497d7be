using System.Text;

namespace Mirror.Engine.Reporting;

/// <summary>Texts from elsewhere inside Markdown: they stay texts, whatever is in them.</summary>
internal static class Markdown
{
    private const string Special = @"\`*_{}[]()<>#+-!|~@&$";

    /// <summary>Running text on one line.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in OneLine(text))
        {
            if (Special.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>A code span. A bar would end a cell of a table, even inside of code; a quote would end the span.</summary>
    public static string Code(string text) => $"`{OneLine(text).Replace('`', '\'').Replace("|", @"\|", StringComparison.Ordinal)}`";

    /// <summary>The target of a link; only the web's own schemes become one.</summary>
    public static string Target(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            ? uri.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal)
            : "#";

    private static string OneLine(string text) => string.Concat(text.ReplaceLineEndings(" ").Where(c => !char.IsControl(c)));
}
