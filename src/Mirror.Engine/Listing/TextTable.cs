using System.Text;

namespace Mirror.Engine.Listing;

/// <summary>Columns that are as wide as their widest cell, two spaces between them; nothing behind the last.</summary>
internal static class TextTable
{
    /// <summary>Lines, each with its end.</summary>
    public static string Write(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = new int[rows.Max(row => row.Count)];
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Count; i++)
            {
                widths[i] = Math.Max(widths[i], row[i].Length);
            }
        }

        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendJoin("  ", row.Select((cell, i) => i == row.Count - 1 ? cell : cell.PadRight(widths[i])));
            while (text.Length > 0 && text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
