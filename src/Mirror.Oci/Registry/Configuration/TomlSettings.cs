using Mirror.Oci.Registry.Configuration.Toml;

namespace Mirror.Oci.Registry.Configuration;

/// <summary>
/// Typed access to a table's keys; a wrong type is reported and reads as if the key were missing. Keys are found in any case, as the
/// containers libraries find them, if only one fits.
/// </summary>
internal sealed class TomlSettings(DiagnosticBag diagnostics)
{
    public static bool IsKey(TomlEntry entry, string key) => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase);

    /// <summary>Warns of keys that are none of <paramref name="known"/>, and refuses two that differ only in case.</summary>
    public void ReportUnknown(TomlTable table, string[] known)
    {
        foreach (var entry in table.Entries)
        {
            var key = Array.Find(known, key => IsKey(entry, key));
            if (key is null)
            {
                diagnostics.Report(
                    MirrorErrors.RegistriesUnknownKey, entry.KeySpan, $"'{entry.Key}' is not a known setting; expected one of '{string.Join("', '", known)}'.");
            }
            else if (table.Entries.First(other => IsKey(other, key)) is var first && first != entry)
            {
                diagnostics.Report(
                    MirrorErrors.RegistriesSetting, entry.KeySpan, $"'{entry.Key}' and '{first.Key}' differ only in case; expected '{key}' once.");
            }
        }
    }

    public static TomlEntry? Find(TomlTable table, string key) =>
        table.TryGet(key, out var exact) ? exact : table.Entries.FirstOrDefault(entry => IsKey(entry, key));

    public TomlString? String(TomlTable table, string key) => Find(table, key) is { } entry ? Expect<TomlString>(entry.Key, entry.Value, "a string") : null;

    /// <summary>False if the key is missing, as in the format.</summary>
    public bool Boolean(TomlTable table, string key) =>
        Find(table, key) is { } entry && Expect<TomlBoolean>(entry.Key, entry.Value, "true or false") is { Value: true };

    public TomlTable? Table(TomlEntry entry) => Expect<TomlTable>(entry.Key, entry.Value, "a table");

    /// <summary>Null if the key is missing, which is not the same as an empty list.</summary>
    public IReadOnlyList<TomlString>? Strings(TomlTable table, string key)
    {
        if (Find(table, key) is not { } entry || Expect<TomlArray>(entry.Key, entry.Value, "an array of strings") is not { } array)
        {
            return null;
        }

        return [.. array.Items.Select(item => Expect<TomlString>(entry.Key, item, "an array of strings")).OfType<TomlString>()];
    }

    public IReadOnlyList<TomlTable> Tables(TomlTable table, string key)
    {
        if (Find(table, key) is not { } entry || Expect<TomlArray>(entry.Key, entry.Value, $"tables of the form [[{key}]]") is not { } array)
        {
            return [];
        }

        return [.. array.Items.Select(item => Expect<TomlTable>(entry.Key, item, $"tables of the form [[{key}]]")).OfType<TomlTable>()];
    }

    private T? Expect<T>(string key, TomlValue value, string expected)
        where T : TomlValue
    {
        if (value is T typed)
        {
            return typed;
        }

        diagnostics.Report(MirrorErrors.RegistriesSetting, value.Span, $"'{key}' has {value.Kind} here; expected {expected}.");
        return null;
    }
}
