namespace Mirror.Oci.Registry.Authentication;

/// <summary>
/// What one token is for: one repository with its actions and, for a mount, the repository it comes from. Tokens never collect the
/// rights of several requests; such tokens outgrow the header limits of proxies.
/// </summary>
/// <param name="Repository">Whose credential is used; empty for the registry itself.</param>
/// <param name="Text">As token servers take it, parts separated by spaces.</param>
internal sealed record TokenScope(string Repository, string Text)
{
    /// <summary>For requests about the registry itself.</summary>
    public static TokenScope None { get; } = new("", "");

    public static TokenScope Pull(string repository) => new(repository, $"repository:{repository}:pull");

    public static TokenScope Push(string repository) => new(repository, $"repository:{repository}:pull,push");

    public static TokenScope Mount(string repository, string from) => repository == from
        ? Push(repository)
        : new(repository, $"repository:{repository}:pull,push repository:{from}:pull");

    public static TokenScope Delete(string repository) => new(repository, $"repository:{repository}:delete,pull");
}
