using Mirror.Oci.Registry.Authentication;

namespace Mirror.Oci.Registry.Transport;

/// <summary>One request of the distribution protocol, before it is known which attempt carries it.</summary>
/// <param name="Target">Below the registry's root (<c>/v2/...</c>), or a whole location that the registry gave.</param>
/// <param name="Purpose">What it is for, as a verb phrase that completes "could not ...".</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Target, TokenScope Scope, string Purpose)
{
    /// <summary>Bytes of a success's body that are read into memory; more is an error. A stream has no limit here.</summary>
    public int AnswerLimit { get; init; } = 64 * 1024;

    /// <summary>The body of a success is left unread for the caller, who owns the connection's slot until the answer is disposed.</summary>
    public bool Streams { get; init; }

    /// <summary>
    /// The bytes are taken as they come although the server says that they are encoded: web servers call a .tgz a gzipped tar, which is what is wanted.
    /// </summary>
    public bool TakesEncoded { get; init; }

    /// <summary>Media types the caller understands; empty for any.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>First byte wanted of a body, when the earlier ones are here already.</summary>
    public long RangeStart { get; init; }

    /// <summary>What is sent, if anything.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>The request for <paramref name="path"/>, which is valid as it stands.</summary>
    public static RegistryRequest To(HttpMethod method, string path, TokenScope scope, string purpose) =>
        new(method, new Uri(path, UriKind.Relative), scope, purpose);
}
