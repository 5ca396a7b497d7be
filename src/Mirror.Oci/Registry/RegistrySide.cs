namespace Mirror.Oci.Registry;

/// <summary>Which role a registry plays; decides the exit code of its failures.</summary>
public enum RegistrySide
{
    /// <summary>Read from; failures end with <see cref="ExitCode.Source"/>.</summary>
    Source,

    /// <summary>Written to; failures end with <see cref="ExitCode.Destination"/>.</summary>
    Destination,
}
