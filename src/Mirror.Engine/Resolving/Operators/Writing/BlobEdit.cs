using System.Runtime.InteropServices;
using System.Text.Json;
using Mirror.Engine.Resolving.Operators.Reading;

namespace Mirror.Engine.Resolving.Operators.Writing;

/// <summary>Changes one member of a blob and leaves every other byte of it as it was.</summary>
internal static class BlobEdit
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = CatalogLimits.Default.MaxDepth };

    /// <summary>
    /// Keeps those items of the list <paramref name="member"/> that <paramref name="isKept"/> wants; tells how many stay and how many there were.
    /// </summary>
    public static (byte[] Json, int Kept, int Total) FilterList(byte[] json, string member, Func<JsonElement, bool> isKept)
    {
        var (kept, total) = (0, 0);
        using var document = JsonDocument.Parse(json, Options);
        var buffer = new JsonBuffer(int.MaxValue);
        JsonRewrite.CopyObject(
            document.RootElement, buffer, property => property.Name == member && property.Value.ValueKind == JsonValueKind.Array ? () => Filter(property.Value) : null);
        return (buffer.Written.ToArray(), kept, total);

        void Filter(JsonElement list)
        {
            (kept, total) = (0, list.GetArrayLength());
            buffer.Append((byte)'[');
            foreach (var item in list.EnumerateArray().Where(isKept))
            {
                buffer.Append(kept++ > 0 ? ","u8 : ""u8);
                buffer.Append(JsonMarshal.GetRawUtf8Value(item));
            }

            buffer.Append((byte)']');
        }
    }

    /// <summary>Sets the string <paramref name="member"/>, in its place or at the end.</summary>
    public static byte[] SetText(byte[] json, string member, string value)
    {
        using var document = JsonDocument.Parse(json, Options);
        var buffer = new JsonBuffer(int.MaxValue);
        JsonRewrite.CopyObject(document.RootElement, buffer, property => property.Name == member ? Write : null, (member, Write));
        return buffer.Written.ToArray();

        void Write() => buffer.AppendString(value);
    }
}
