using System.Text;
using System.Text.Json;

namespace Mirror.Sandbox.Samples.Operators;

/// <summary>Turns an object of objects, lists and texts from JSON to YAML in block style. Texts stay in quotes, whose rules JSON and YAML share.</summary>
internal static class JsonYaml
{
    public static string Write(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        WriteMembers(text, document.RootElement, "");
        return text.ToString();
    }

    private static void WriteMembers(StringBuilder text, JsonElement element, string indent)
    {
        foreach (var member in element.EnumerateObject())
        {
            text.Append(indent).Append(member.Name).Append(':');
            WriteValue(text, member.Value, $"{indent}  ");
        }
    }

    private static void WriteValue(StringBuilder text, JsonElement value, string indent)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('\n');
                WriteMembers(text, value, indent);
                break;
            case JsonValueKind.Array:
                text.Append('\n');
                foreach (var item in value.EnumerateArray())
                {
                    text.Append(indent).Append('-');
                    WriteValue(text, item, $"{indent}  ");
                }

                break;
            default:
                text.Append(' ').Append(value.GetRawText()).Append('\n');
                break;
        }
    }
}
