namespace Mirror.Model.Configuration;

/// <summary>
/// The same image or catalog may be listed several times with different targets; only then the target becomes part of the key, so that in the
/// common case a changed target is a changed field of a known entry and keeps its pin.
/// </summary>
internal static class TargetSuffix
{
    public static string Of(bool shown, string? repository, string? tag) =>
        shown && (repository ?? tag) is not null ? $" as {repository}{(tag is null ? "" : $":{tag}")}" : "";

    public static ValueList<T> Distinguish<T>(ValueList<T> entries, Func<T, ImageReference> reference, Func<T, bool, T> mark)
    {
        var counts = entries.CountBy(entry => reference(entry).ToString()).ToDictionary(StringComparer.Ordinal);
        return [.. entries.Select(entry => mark(entry, counts[reference(entry).ToString()] > 1))];
    }
}
