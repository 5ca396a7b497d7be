using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>The inside of the gap as a network of its own, in which there is nothing but a loopback device with the destination on it.</summary>
internal static class NoRoute
{
    /// <summary>The destination in there.</summary>
    public const string Endpoint = "127.0.0.1:5000";

    /// <summary>Skips the test where no such network can be made.</summary>
    public static async Task RequireAsync(CancellationToken cancellationToken)
    {
        var probe = OperatingSystem.IsLinux() ? await ToolProcess.RunAsync("unshare", ["-rn", "true"], cancellationToken) : null;
        Assert.SkipUnless(probe is { ExitCode: 0 }, "This machine allows no network namespace.");
    }

    /// <summary>Verifies and publishes the archives in the workspace's <c>usb</c> by whole commands; the storage of the registry that was published to.</summary>
    public static async Task<string> PublishAsync(MirrorWorkspace inside, CancellationToken cancellationToken)
    {
        var storage = inside.Folder.Combine("storage");
        var configuration = inside.Folder.WriteFile(
            "registry.yml", $"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: '{storage}'}}}}\nhttp: {{addr: '{Endpoint}'}}\n");
        var host = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll")}'";
        var script = inside.Folder.WriteFile(
            "inside.sh",
            $"""
            set -e
            ip link set lo up
            if ip route get 192.0.2.1 2>/dev/null; then echo 'there is a route' >&2; exit 9; fi
            '{RequiredTools.PathOf("docker-registry")}' serve '{configuration}' &
            registry=$!
            trap 'kill $registry' EXIT
            for attempt in $(seq 200); do (: </dev/tcp/127.0.0.1/5000) 2>/dev/null && break; read -t 0.1 <> <(:) || true; done
            {host} --target Verify --from usb --store store --output output --quiet
            {host} --target Publish --from usb --store store --output output --destination docker://{Endpoint}/ocp --quiet
            """);
        var options = new ToolOptions { Environment = HostProcess.Environment(inside), WorkingFolder = inside.Folder.Path };
        (await ToolProcess.RunAsync("unshare", ["-rn", "bash", script], options, cancellationToken)).EnsureSuccess();
        return storage;
    }
}
