using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mirror.Engine.Locking;
using Mirror.Model.Json;
using Mirror.Model.Locking;

namespace Mirror.Engine.Receipts;

/// <summary>A receipt as a file: JSON with the lock as text inside, and a digest over it.</summary>
internal static class ReceiptFormat
{
    /// <summary>Bytes a receipt may have: a lock, referrers, and what escaping adds.</summary>
    public const int MaxSize = 3 * LockFileReader.MaxSize;

    private const int CurrentVersion = 1;
    private const string Version = "receiptVersion";

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(Receipt receipt)
    {
        var bytes = LockBytes.Of(receipt.Lock);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber(Version, CurrentVersion);
            json.WriteString("mirror", receipt.Mirror);
            json.WriteString("destination", receipt.Destination);
            json.WriteString("digest", bytes.Pins.ToString());
            json.WriteString("lock", bytes.Lock.Span);
            if (!bytes.Referrers.IsEmpty)
            {
                json.WriteString("referrers", bytes.Referrers.Span);
            }

            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Null when the text does not call itself a receipt.</summary>
    /// <exception cref="MirrorException">MIR4018: a receipt that was changed; MIR20xx: its lock cannot be used.</exception>
    public static Receipt? TryRead(byte[] bytes, string name)
    {
        if (!IsReceipt(bytes))
        {
            return null;
        }

        using var document = JsonText.Parse(bytes);
        var root = document.RootElement;
        var version = root.GetProperty(Version);
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number > CurrentVersion)
        {
            throw MirrorErrors.ReceiptInvalid.Exception($"The receipt '{name}' has version '{version}'; this program reads up to {CurrentVersion}.");
        }

        var carried = new LockBytes(
            Encoding.UTF8.GetBytes(Text(root, "lock", name)),
            root.TryGetProperty("referrers", out _) ? Encoding.UTF8.GetBytes(Text(root, "referrers", name)) : []);
        return Text(root, "digest", name) == carried.Pins.ToString()
            ? new Receipt(Text(root, "mirror", name), Text(root, "destination", name), carried.Read(name))
            : throw MirrorErrors.ReceiptInvalid.Exception($"The receipt '{name}' was changed: its lock is not the one that its 'digest' names. Carry it across again.");
    }

    private static bool IsReceipt(byte[] bytes)
    {
        try
        {
            using var document = JsonText.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(Version, out _);
        }
        catch (JsonException)
        {
            // The reader of lock files says where it is wrong.
            return false;
        }
    }

    private static string Text(JsonElement root, string member, string name) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw MirrorErrors.ReceiptInvalid.Exception($"The receipt '{name}' has no text '{member}'.");
}
