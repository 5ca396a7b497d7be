using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace Mirror.Testing;

/// <summary>
/// Compares a text with the one that was approved, by Verify's conventions: <c>Tests.Method.verified.txt</c> stands beside the test; on a
/// difference <c>Tests.Method.received.txt</c> is written there and the test fails. To approve, rename the received file.
/// </summary>
public static class Approval
{
    private const int MaxDifferences = 40;

    /// <summary>Fails unless <paramref name="actual"/> equals the approved text; line endings don't count.</summary>
    public static void Verify(
        string actual,
        string extension = "txt",
        [CallerFilePath] string testFile = "",
        [CallerMemberName] string method = "")
    {
        var file = Locate(testFile);
        var name = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}");
        var (verified, received) = ($"{name}.verified.{extension}", $"{name}.received.{extension}");
        var expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        actual = actual.ReplaceLineEndings("\n");
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail(expected is null
            ? $"Nothing is approved yet. Read '{received}' and rename it to '{Path.GetFileName(verified)}'."
            : $"The text differs from '{verified}'; it is in '{Path.GetFileName(received)}'. - approved, + received:\n{Difference(expected, actual)}");
    }

    // A build for CI replaces the repository's root in paths, so that binaries don't depend on it.
    private static string Locate(string testFile)
    {
        const string DeterministicRoot = "/_/";
        return testFile.StartsWith(DeterministicRoot, StringComparison.Ordinal)
            ? Path.Combine(SourceTree.Root, testFile[DeterministicRoot.Length..])
            : testFile;
    }

    private static string Difference(string expected, string actual)
    {
        var (old, now) = (expected.Split('\n'), actual.Split('\n'));
        var removed = Surplus(old, now);
        var added = Surplus(now, old);
        var text = new StringBuilder();
        foreach (var (line, number, sign) in removed.Select(x => (x.Line, x.Number, '-'))
            .Concat(added.Select(x => (x.Line, x.Number, '+')))
            .OrderBy(x => x.Number)
            .Take(MaxDifferences))
        {
            text.Append(sign).Append(' ').Append(number).Append(": ").AppendLine(line);
        }

        return text.Length == 0 ? "(the same lines in another order)" : text.ToString();
    }

    private static IEnumerable<(string Line, int Number)> Surplus(string[] lines, string[] others)
    {
        var counts = others.CountBy(line => line).ToDictionary(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            if (counts.TryGetValue(lines[i], out var count) && count > 0)
            {
                counts[lines[i]] = count - 1;
            }
            else
            {
                yield return (lines[i], i + 1);
            }
        }
    }
}
