namespace Mirror.Oci.Registry.Configuration;

/// <summary>
/// One <c>[[registry]]</c>. <see cref="Location"/> is empty only for a wildcard prefix, and then nothing is rewritten;
/// <c>mirror-by-digest-only</c> is already applied to the mirrors.
/// </summary>
internal sealed record RegistryEntry(
    string Prefix,
    string Location,
    bool IsInsecure,
    bool IsBlocked,
    IReadOnlyList<RegistryMirror> Mirrors,
    SourceSpan Span)
{
    private const string Wildcard = "*.";

    public bool IsWildcard => Prefix.StartsWith(Wildcard, StringComparison.Ordinal);

    /// <summary>
    /// How many characters of <paramref name="name"/> (<c>host[:port]/path</c>) the prefix covers; null if it does not match. As in the
    /// containers libraries a prefix without port also matches the same host with one.
    /// </summary>
    public int? Match(string name)
    {
        if (IsWildcard)
        {
            // The libraries look for the first occurrence of the domain and so miss 'a.comb.com' for '*.com'; the manual page promises a match.
            var host = name.AsSpan(0, name.AsSpan().IndexOfAny(':', '/'));
            return host.EndsWith(Prefix.AsSpan(1), StringComparison.Ordinal) ? host.Length : null;
        }

        return name.StartsWith(Prefix, StringComparison.Ordinal) && (name.Length == Prefix.Length || name[Prefix.Length] is '/' or ':')
            ? Prefix.Length
            : null;
    }
}
