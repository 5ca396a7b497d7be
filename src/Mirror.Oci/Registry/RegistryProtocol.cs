namespace Mirror.Oci.Registry;

/// <summary>Whether a registry may be spoken to without TLS.</summary>
public enum RegistryProtocol
{
    /// <summary>TLS or nothing.</summary>
    Https,

    /// <summary>TLS if the server speaks it, else plain HTTP; settled once, before the first request.</summary>
    HttpsOrHttp,

    /// <summary>Plain HTTP.</summary>
    Http,
}
