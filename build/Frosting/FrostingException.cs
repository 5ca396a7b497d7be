namespace Cake.Frosting;

/// <summary>The tasks, or the command line of the host, make no sense.</summary>
public sealed class FrostingException(string message) : Exception(message);
