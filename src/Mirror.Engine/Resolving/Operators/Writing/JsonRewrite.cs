using System.Runtime.InteropServices;
using System.Text.Json;
using Mirror.Engine.Resolving.Operators.Reading;

namespace Mirror.Engine.Resolving.Operators.Writing;

/// <summary>Writes JSON objects anew, with some members changed and every other byte of the members as it was.</summary>
internal static class JsonRewrite
{
    /// <summary>
    /// Copies <paramref name="source"/>. A member for which <paramref name="replace"/> returns an action gets the value that the action writes;
    /// those of <paramref name="appended"/> that the source does not have come at the end.
    /// </summary>
    public static void CopyObject(
        JsonElement source,
        JsonBuffer target,
        Func<JsonProperty, Action?> replace,
        params ReadOnlySpan<(string Name, Action Write)> appended)
    {
        target.Append((byte)'{');
        var first = true;
        foreach (var property in source.EnumerateObject())
        {
            Separate(target, ref first);
            target.Append((byte)'"');
            target.Append(JsonMarshal.GetRawUtf8PropertyName(property));
            target.Append("\":"u8);
            if (replace(property) is { } write)
            {
                write();
            }
            else
            {
                target.Append(JsonMarshal.GetRawUtf8Value(property.Value));
            }
        }

        foreach (var (name, write) in appended)
        {
            if (!source.TryGetProperty(name, out _))
            {
                Separate(target, ref first);
                target.AppendString(name);
                target.Append((byte)':');
                write();
            }
        }

        target.Append((byte)'}');
    }

    /// <summary>Copies the list <paramref name="source"/> and adds an item at its end.</summary>
    public static void CopyList(JsonElement source, JsonBuffer target, Action writeLast)
    {
        target.Append((byte)'[');
        var first = true;
        foreach (var item in source.EnumerateArray())
        {
            Separate(target, ref first);
            target.Append(JsonMarshal.GetRawUtf8Value(item));
        }

        Separate(target, ref first);
        writeLast();
        target.Append((byte)']');
    }

    private static void Separate(JsonBuffer target, ref bool first)
    {
        if (!first)
        {
            target.Append((byte)',');
        }

        first = false;
    }
}
