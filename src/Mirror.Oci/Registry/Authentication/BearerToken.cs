namespace Mirror.Oci.Registry.Authentication;

/// <summary>A token for one scope. Prints nothing of itself.</summary>
internal sealed record BearerToken(string Value, DateTimeOffset Expires)
{
    /// <inheritdoc/>
    public override string ToString() => "bearer token";
}
