using System.Runtime.InteropServices;

namespace Mirror.Oci.Registry.Transport;

/// <summary>What a request sends; opened anew for every attempt.</summary>
internal sealed record RequestBody(long Length, string MediaType, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>Value of <c>Content-Range</c> for a piece of an upload (<c>first-last</c>, as the distribution protocol writes it).</summary>
    public string? ContentRange { get; init; }

    /// <summary>A body of no bytes: some servers want a length on every POST and PUT.</summary>
    public static RequestBody Empty { get; } = Of(ReadOnlyMemory<byte>.Empty, "application/octet-stream");

    /// <summary>Sends bytes that are in memory.</summary>
    public static RequestBody Of(ReadOnlyMemory<byte> bytes, string mediaType) => new(bytes.Length, mediaType, _ => Task.FromResult(Read(bytes)));

    private static Stream Read(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);
}
