namespace Mirror.Testing.Processes;

/// <summary>The program <c>skopeo</c>, cut off from the user's credentials, registries and caches.</summary>
public static class Skopeo
{
    /// <summary>Runs skopeo with <paramref name="arguments"/>, for instance <c>copy --all --src-tls-verify=false docker://... oci:...</c>.</summary>
    public static async Task<ToolResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var home = new TempFolder();
        var options = new ToolOptions
        {
            Environment = new Dictionary<string, string?>
            {
                ["HOME"] = home.Path,
                ["XDG_RUNTIME_DIR"] = home.Path,
                ["XDG_DATA_HOME"] = home.Path,
                ["REGISTRY_AUTH_FILE"] = home.WriteFile("auth.json", "{}"),
                ["CONTAINERS_REGISTRIES_CONF"] = home.WriteFile("registries.conf", ""),
            },
        };
        return await ToolProcess.RunAsync("skopeo", ["--insecure-policy", "--tmpdir", home.Path, .. arguments], options, cancellationToken);
    }

    /// <summary>Copies an image between two references of skopeo's kind without asking for TLS; with <paramref name="all"/> whole indexes.</summary>
    public static async Task CopyAsync(string source, string destination, bool all, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> arguments =
            ["copy", "--quiet", .. all ? new[] { "--all" } : [], "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false", source, destination];
        (await RunAsync(arguments, cancellationToken)).EnsureSuccess();
    }

    /// <summary>The raw bytes of a manifest.</summary>
    public static async Task<ReadOnlyMemory<byte>> InspectRawAsync(string reference, CancellationToken cancellationToken) =>
        (await RunAsync(["inspect", "--raw", "--tls-verify=false", reference], cancellationToken)).EnsureSuccess().Output;
}
