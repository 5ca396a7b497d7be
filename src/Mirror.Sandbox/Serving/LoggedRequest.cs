namespace Mirror.Sandbox.Serving;

/// <summary>One request that a server answered. <see cref="Query"/> starts with a question mark, or is empty.</summary>
public sealed record LoggedRequest(string Method, string Path, string Query, int Status)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}{Query} {Status}";
}
