using System.Net;

namespace Mirror.Sandbox.Serving;

/// <summary>Where a server listens: this machine only, unless told otherwise.</summary>
public sealed record ListenOptions
{
    /// <summary>The address; the IPv4 loopback by default. Plain HTTP without accounts is served there, so another one opens the content to the network.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0, the default, lets the system choose a free one.</summary>
    public int Port { get; init; }
}
