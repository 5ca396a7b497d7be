using System.Text;

namespace Mirror.Testing.Faults;

/// <summary>What a <see cref="LoopbackServer"/> answers, and how badly.</summary>
public sealed record ServerAnswer(int Status)
{
    /// <summary>Without <c>Content-Length</c>, which follows from the body.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Left out for HEAD, but counted in <c>Content-Length</c>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Which version of HTTP it claims to speak; the connection ends after an answer of version 1.0.</summary>
    public string Version { get; init; } = "HTTP/1.1";

    /// <summary>What <c>Content-Length</c> says instead of the truth; -1 leaves it out and ends the body with the connection.</summary>
    public long? DeclaredLength { get; init; }

    /// <summary>Resets the connection before the head.</summary>
    public bool ResetsBeforeHead { get; init; }

    /// <summary>Resets the connection after this many bytes of the body.</summary>
    public long? ResetsAfter { get; init; }

    /// <summary>Closes the connection in order after this many bytes of the body, however many it declared.</summary>
    public long? ClosesAfter { get; init; }

    /// <summary>Waits here before the head.</summary>
    public Task? HoldHead { get; init; }

    /// <summary>Waits before each of these bytes of the body.</summary>
    public IReadOnlyList<(long Offset, Task Until)> Holds { get; init; } = [];

    /// <summary>Called when the server is about to wait for anything above.</summary>
    public Action OnHold { get; init; } = () => { };

    /// <summary>Repeats the body, chunked, until the client goes away.</summary>
    public bool IsEndless { get; init; }

    /// <summary>Sent as it is instead of everything else; then the connection ends.</summary>
    public string? Raw { get; init; }

    /// <summary>An answer of the distribution protocol's error form.</summary>
    public static ServerAnswer Error(int status, string code, string message) => Json(status, $$"""{"errors":[{"code":"{{code}}","message":"{{message}}"}]}""");

    /// <summary>An answer of JSON.</summary>
    public static ServerAnswer Json(int status, string json) =>
        new(status) { Headers = [("Content-Type", "application/json")], Body = Encoding.UTF8.GetBytes(json) };

    /// <summary>The same with another header.</summary>
    public ServerAnswer With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    /// <summary>The same without a header.</summary>
    public ServerAnswer Without(string name) =>
        this with { Headers = [.. Headers.Where(header => !header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))] };
}
