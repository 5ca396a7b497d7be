namespace Mirror.Oci.Registry.Configuration;

/// <summary>One place that a file can be read from; <see cref="AllowsInsecure"/> permits plain HTTP and certificates that nobody vouches for.</summary>
public sealed record WebPlace(Uri Address, bool AllowsInsecure);
