namespace Mirror.Oci.Registry.Transport;

/// <summary>Why there is no answer.</summary>
internal enum FaultKind
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>Refused, reset, or ended in the middle.</summary>
    Connection,

    /// <summary>No connection came about, to a host that has never answered in this run.</summary>
    Unreached,

    /// <summary>Nothing came for too long.</summary>
    Timeout,

    /// <summary>The token server answered that it cannot serve now.</summary>
    TokenServer,

    /// <summary>The token server said no; asking again does not help.</summary>
    Refused,
}
