using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Mirror.Model.Configuration;

/// <summary>
/// The canonical form of one entry of a configuration: what it asks for, without order, spelling and fields that are at their default. The same
/// request always has the same <see cref="Hash"/>, so the lock can tell a changed entry from a rewritten one.
/// </summary>
public sealed class SourceInput
{
    /// <summary>Sorts <paramref name="fields"/>; each path occurs once.</summary>
    public SourceInput(string identity, IEnumerable<InputField> fields, SourceSpan? span = null)
    {
        Identity = identity;
        Span = span;
        Fields = [.. fields.OrderBy(field => field.Path, StringComparer.Ordinal)];
        Hash = ComputeHash(identity, Fields);
    }

    /// <summary>What the entry is about: its key without the part that tells entries of one name apart.</summary>
    public string Identity { get; }

    /// <summary>Ordered by path, ordinally.</summary>
    public IReadOnlyList<InputField> Fields { get; }

    /// <summary>Where the entry stands.</summary>
    public SourceSpan? Span { get; }

    /// <summary>SHA-256 over identity and fields, each text preceded by its length.</summary>
    public Digest Hash { get; }

    /// <summary>
    /// One line that people can read and <see cref="TryParse"/> can read back: <c>maxVersion 4.20.9, minVersion 4.20.8, shortestPath</c>. A value of
    /// <c>true</c> is left out; texts with a comma, white space, a quote or nothing in them are JSON strings. Empty if every field is at its default.
    /// </summary>
    public string Text => SourceInputText.Format(Fields);

    /// <summary>Reads <see cref="Text"/> back; the places are lost.</summary>
    public static bool TryParse(string identity, string text, [NotNullWhen(true)] out SourceInput? input)
    {
        input = SourceInputText.TryParse(text, out var fields) ? new SourceInput(identity, fields) : null;
        return input is not null;
    }

    /// <summary>The fields that differ, by path. A removed field has the place of the entry.</summary>
    public static IReadOnlyList<FieldChange> Compare(SourceInput old, SourceInput now)
    {
        var before = old.Fields.ToDictionary(field => field.Path, StringComparer.Ordinal);
        var after = now.Fields.ToDictionary(field => field.Path, StringComparer.Ordinal);
        return
        [
            .. before.Keys.Union(after.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(path => new FieldChange(
                    path,
                    before.GetValueOrDefault(path)?.Value,
                    after.GetValueOrDefault(path)?.Value,
                    after.GetValueOrDefault(path)?.Span ?? now.Span))
                .Where(change => change.OldValue != change.NewValue),
        ];
    }

    /// <summary>As the other overload, for a lock that holds the text; null if <paramref name="oldText"/> is not such a text.</summary>
    public static IReadOnlyList<FieldChange>? Compare(string oldText, SourceInput now) =>
        TryParse(now.Identity, oldText, out var old) ? Compare(old, now) : null;

    private static Digest ComputeHash(string identity, IReadOnlyList<InputField> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, identity);
        foreach (var field in fields)
        {
            Append(hash, field.Path);
            Append(hash, field.Value);
        }

        return Digest.FromHash(HashAlgorithmName.SHA256, hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
