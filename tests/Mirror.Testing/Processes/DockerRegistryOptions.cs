namespace Mirror.Testing.Processes;

/// <summary>How a <see cref="DockerRegistryProcess"/> is set up.</summary>
public sealed record DockerRegistryOptions
{
    /// <summary>Asks for basic authentication with this one account when given.</summary>
    public (string UserName, string Password)? Account { get; init; }

    /// <summary>Serves HTTPS with this certificate when given.</summary>
    public TestCertificate? Certificate { get; init; }

    /// <summary>Lets in only clients that show a certificate of this authority; needs <see cref="Certificate"/>.</summary>
    public TestCertificate? ClientAuthority { get; init; }

    /// <summary>A folder that outlives the process; by default a temporary one that goes with it.</summary>
    public string? StorageFolder { get; init; }

    /// <summary>Whether it lets content be deleted.</summary>
    public bool AllowDelete { get; init; } = true;
}
