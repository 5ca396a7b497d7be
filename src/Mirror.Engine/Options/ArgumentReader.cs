using System.Globalization;

namespace Mirror.Engine.Options;

/// <summary>Turns the texts of arguments into values, one rule a kind of value; what is wrong goes to the bag and the default comes back.</summary>
internal sealed class ArgumentReader(GivenArguments given, string workingDirectory, DiagnosticBag diagnostics)
{
    private const long GiB = 1L << 30;
    private const long MiB = 1L << 20;

    public bool IsGiven(MirrorArgument argument) => given.Find(argument) is not null;

    /// <summary>As <see cref="SuggestedCommand.PlacesOf"/>.</summary>
    public string Places() => SuggestedCommand.PlacesOf(given.Front);

    public bool Flag(MirrorArgument argument, bool otherwise)
    {
        if (Single(argument) is not { } text)
        {
            return otherwise;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        Refuse(argument, text, "expected 'true' or 'false'");
        return otherwise;
    }

    public string? Text(MirrorArgument argument)
    {
        if (Single(argument) is not { } text)
        {
            return null;
        }

        if (text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        Refuse(argument, text, $"expected {argument.Placeholder}");
        return null;
    }

    /// <summary>Empty when the argument stands alone, null when it is not given.</summary>
    public string? OptionalText(MirrorArgument argument) => Single(argument) is not { } text ? null : text.Length == 0 ? text : Text(argument);

    public string? FullPath(MirrorArgument argument) => Text(argument) is { } text ? Path.GetFullPath(text, workingDirectory) : null;

    public string[] Texts(MirrorArgument argument) => given.Find(argument) is { } found
        ? [.. found.Values.SelectMany(v => v.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)]
        : [];

    public string[] FullPaths(MirrorArgument argument) => Texts(argument).Select(text => Path.GetFullPath(text, workingDirectory)).ToArray();

    public int? Number(MirrorArgument argument, int least, int most)
    {
        if (Single(argument) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(argument, text, string.Create(CultureInfo.InvariantCulture, $"expected a whole number from {least} to {most}"));
        return null;
    }

    public TimeSpan? Duration(MirrorArgument argument, TimeSpan? otherwise)
    {
        if (Single(argument) is not { } text)
        {
            return otherwise;
        }

        if (GoDuration.TryParse(text, out var duration))
        {
            return duration == TimeSpan.Zero ? null : duration;
        }

        Refuse(argument, text, "expected a duration such as '90s', '10m' or '1h30m', or 0");
        return otherwise;
    }

    public long? Size(MirrorArgument argument)
    {
        if (Single(argument) is not { } text)
        {
            return null;
        }

        var unit = text.EndsWith("MiB", StringComparison.Ordinal) ? MiB : GiB;
        var digits = text.EndsWith("iB", StringComparison.Ordinal) ? text[..^3] : text;
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1 << 20
            && (digits.Length == text.Length || text[^3] is 'M' or 'G'))
        {
            return count * unit;
        }

        Refuse(argument, text, "expected a number of GiB above 0, or one with unit 'MiB' or 'GiB'");
        return null;
    }

    /// <summary>Each text is one of <paramref name="words"/>; what is not is refused.</summary>
    public string[] Words(MirrorArgument argument, IReadOnlyList<string> words)
    {
        var texts = Texts(argument);
        foreach (var text in texts.Where(text => !words.Contains(text, StringComparer.Ordinal)))
        {
            Refuse(argument, text, $"expected one of '{string.Join("', '", words)}'");
        }

        return [.. texts.Where(text => words.Contains(text, StringComparer.Ordinal))];
    }

    public T? Choice<T>(MirrorArgument argument)
        where T : struct, Enum
    {
        if (Single(argument) is not { } text)
        {
            return null;
        }

        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
        if (names.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<T>(text, ignoreCase: true);
        }

        Refuse(argument, text, $"expected one of '{string.Join("', '", names)}'");
        return null;
    }

    /// <summary>As <see cref="Choice"/>, for an argument with several values.</summary>
    public T[] Choices<T>(MirrorArgument argument)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
        var choices = new List<T>();
        foreach (var text in Texts(argument))
        {
            if (names.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                choices.Add(Enum.Parse<T>(text, ignoreCase: true));
            }
            else
            {
                Refuse(argument, text, $"expected one of '{string.Join("', '", names)}'");
            }
        }

        return choices.Distinct().ToArray();
    }

    /// <summary>Reports that the value of an argument is wrong.</summary>
    public void Refuse(MirrorArgument argument, string text, string expectation) =>
        diagnostics.Report(MirrorErrors.BadArgumentValue, null, $"The value '{ArgumentText.Redact(text)}' of '{Label(argument)}' is not valid: {expectation}.");

    public string Label(MirrorArgument argument) => given.Find(argument)?.Label ?? argument.Option;

    private string? Single(MirrorArgument argument)
    {
        if (given.Find(argument) is not { } found)
        {
            return null;
        }

        if (found.Values.Count == 1)
        {
            return found.Values[0];
        }

        diagnostics.Report(MirrorErrors.ConflictingArguments, null,
            $"'{found.Label}' is given {found.Values.Count} times, with '{string.Join("', '", found.Values.Select(ArgumentText.Redact))}'; expected one value.");
        return null;
    }
}
