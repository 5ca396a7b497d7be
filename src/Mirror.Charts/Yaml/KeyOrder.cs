using System.Globalization;
using System.Text;

namespace Mirror.Charts.Yaml;

/// <summary>The order in which go-yaml writes keys: letters after other characters, numbers in a key by their value.</summary>
internal sealed class KeyOrder : IComparer<string>
{
    public static readonly KeyOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (x ?? "", y ?? "");
        var shared = Math.Min(left.Length, right.Length);
        for (var i = 0; i < shared; i++)
        {
            if (left[i] == right[i])
            {
                continue;
            }

            var (isLeftLetter, isRightLetter) = (IsLetter(left, i), IsLetter(right, i));
            if (isLeftLetter && isRightLetter)
            {
                return left[i].CompareTo(right[i]);
            }

            if (isLeftLetter || isRightLetter)
            {
                return isRightLetter ? -1 : 1;
            }

            return CompareNumbers(left, right, i);
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int CompareNumbers(string left, string right, int i)
    {
        // A zero after other digits counts as part of their number, so that 10 comes after 1.
        long start = 0;
        if (left[i] == '0' || right[i] == '0')
        {
            for (var j = i - 1; j >= 0 && char.IsDigit(left[j]); j--)
            {
                if (left[j] != '0')
                {
                    start = 1;
                    break;
                }
            }
        }

        var (leftNumber, leftEnd) = Number(left, i, start);
        var (rightNumber, rightEnd) = Number(right, i, start);
        var byNumber = leftNumber.CompareTo(rightNumber);
        var byLength = byNumber != 0 ? byNumber : leftEnd.CompareTo(rightEnd);
        return byLength != 0 ? byLength : left[i].CompareTo(right[i]);
    }

    private static (long Number, int End) Number(string text, int i, long number)
    {
        while (i < text.Length && char.IsDigit(text[i]))
        {
            number = unchecked(number * 10 + (text[i] - '0'));
            i++;
        }

        return (number, i);
    }

    private static bool IsLetter(string text, int i) =>
        Rune.TryGetRuneAt(text, i, out var rune) ? Rune.IsLetter(rune) : CharUnicodeInfo.GetUnicodeCategory(text[i]) == UnicodeCategory.OtherLetter;
}
