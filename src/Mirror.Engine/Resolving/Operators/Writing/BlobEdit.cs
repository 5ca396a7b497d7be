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
        var edited = Rewrite(json, (property, buffer) =>
        {
            if (property.Name != member || property.Value.ValueKind != JsonValueKind.Array)
            {
                return false;
            }

            (kept, total) = (0, 0);
            buffer.Append((byte)'[');
            foreach (var item in property.Value.EnumerateArray())
            {
                total++;
                if (isKept(item))
                {
                    if (kept++ > 0)
                    {
                        buffer.Append((byte)',');
                    }

                    buffer.Append(JsonMarshal.GetRawUtf8Value(item));
                }
            }

            buffer.Append((byte)']');
            return true;
        });
        return (edited, kept, total);
    }

    /// <summary>Sets the string <paramref name="member"/>, in its place or at the end.</summary>
    public static byte[] SetText(byte[] json, string member, string value)
    {
        var isSet = false;
        return Rewrite(
            json,
            (property, buffer) =>
            {
                if (property.Name != member)
                {
                    return false;
                }

                buffer.AppendString(value);
                return isSet = true;
            },
            buffer =>
            {
                if (!isSet)
                {
                    buffer.Append(buffer.Length == 1 ? ""u8 : ","u8);
                    buffer.AppendString(member);
                    buffer.Append((byte)':');
                    buffer.AppendString(value);
                }
            });
    }

    private static byte[] Rewrite(byte[] json, Func<JsonProperty, JsonBuffer, bool> writeValue, Action<JsonBuffer>? writeEnd = null)
    {
        using var document = JsonDocument.Parse(json, Options);
        var buffer = new JsonBuffer(int.MaxValue);
        buffer.Append((byte)'{');
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (buffer.Length > 1)
            {
                buffer.Append((byte)',');
            }

            buffer.Append((byte)'"');
            buffer.Append(JsonMarshal.GetRawUtf8PropertyName(property));
            buffer.Append("\":"u8);
            if (!writeValue(property, buffer))
            {
                buffer.Append(JsonMarshal.GetRawUtf8Value(property.Value));
            }
        }

        writeEnd?.Invoke(buffer);
        buffer.Append((byte)'}');
        return buffer.Written.ToArray();
    }
}
