namespace Mirror.Oci.Registry.Authentication;

/// <summary>What one credential file says. Prints without secrets.</summary>
internal sealed class CredentialFile(string path)
{
    private const string DockerHub = "docker.io";
    private const string DockerHubIndex = "index.docker.io";

    /// <summary>How Docker names Docker Hub to its helpers.</summary>
    private const string DockerHubServer = "https://index.docker.io/v1/";

    public string Path { get; } = path;

    public bool IsLegacy { get; init; }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<KeyValuePair<string, CredentialEntry>> Entries { get; init; }

    /// <summary>Registry to the end of the helper program's name.</summary>
    public required IReadOnlyDictionary<string, string> Helpers { get; init; }

    /// <summary>The helper for everything else.</summary>
    public string? Store { get; init; }

    public bool HasSecrets => Entries.Any(entry => entry.Value.Credential is not null);

    /// <summary>The helper that this file demands for <paramref name="registry"/>, and the name that it knows the registry by.</summary>
    public CredentialHelperCall? FindHelper(string registry)
    {
        string[] names = registry == DockerHub ? [registry, DockerHubServer, DockerHubIndex] : [registry];
        foreach (var name in names)
        {
            if (Helpers.TryGetValue(name, out var helper))
            {
                return new CredentialHelperCall(helper, name, Path);
            }
        }

        return null;
    }

    /// <summary>The helper that is asked when no entry has a credential.</summary>
    public CredentialHelperCall? FindStore(string registry) =>
        Store is null ? null : new CredentialHelperCall(Store, registry == DockerHub ? DockerHubServer : registry, Path);

    /// <summary>The entry of the longest path that covers the repository, then one whose key is an address of the registry.</summary>
    public CredentialEntry? FindEntry(string registry, string repository)
    {
        for (var key = IsLegacy || repository.Length == 0 ? registry : $"{registry}/{repository}"; ; key = key[..key.LastIndexOf('/')])
        {
            // The last of equal keys counts, as for every JSON reader that fills a map.
            if (Entries.LastOrDefault(entry => entry.Key == key) is { Value: { } exact })
            {
                return exact;
            }

            if (!key.Contains('/', StringComparison.Ordinal))
            {
                break;
            }
        }

        var host = HubName(registry);
        return Entries.FirstOrDefault(entry => HostOf(entry.Key) == host).Value;
    }

    /// <summary>Old versions of docker wrote addresses (<c>https://host/v1/</c>) as keys.</summary>
    private string HostOf(string key)
    {
        var rest = Strip(Strip(key, "http://"), "https://");
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return HubName(slash >= 0 && (IsLegacy || rest.Length < key.Length) ? rest[..slash] : rest);
    }

    private static string Strip(string text, string start) => text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : text;

    private static string HubName(string host) => host is DockerHub or "registry-1.docker.io" ? DockerHubIndex : host;
}
