using System.Text;

namespace Mirror.Charts.Functions;

/// <summary>Line breaking and shortening as Sprig does it.</summary>
internal static class TextWrap
{
    private const string Marker = "...";

    /// <summary>Breaks at spaces so that lines are no longer than <paramref name="width"/>; longer words are cut when asked to.</summary>
    public static string Wrap(string text, long width, string newLine, bool cutWords)
    {
        var limit = (int)Math.Clamp(width, 1, int.MaxValue / 2);
        var wrapped = new StringBuilder(text.Length);
        var offset = 0;
        while (text.Length - offset > limit)
        {
            if (text[offset] == ' ')
            {
                offset++;
                continue;
            }

            var space = text.LastIndexOf(' ', offset + limit, limit + 1);
            if (space < 0 && !cutWords)
            {
                space = text.IndexOf(' ', offset + limit);
                if (space < 0)
                {
                    break;
                }
            }

            var end = space < 0 ? offset + limit : space;
            wrapped.Append(text, offset, end - offset).Append(newLine);
            offset = space < 0 ? end : end + 1;
        }

        return wrapped.Append(text, offset, text.Length - offset).ToString();
    }

    /// <summary>Shortens to <paramref name="width"/> with dots; from <paramref name="offset"/> on, the beginning may be left out as well.</summary>
    public static string Abbreviate(string text, long offset, long width)
    {
        if (width < 4 || text.Length <= width)
        {
            return width < 4 ? "" : text;
        }

        var shown = (int)width - Marker.Length;
        var start = (int)Math.Min(Math.Clamp(offset, 0, text.Length), text.Length - shown);
        if (start <= 4)
        {
            return text[..shown] + Marker;
        }

        if (width < 7)
        {
            return "";
        }

        return start + shown < text.Length ? Marker + Abbreviate(text[start..], 0, shown) : Marker + text[^shown..];
    }
}
