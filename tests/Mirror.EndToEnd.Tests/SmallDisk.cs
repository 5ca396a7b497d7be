using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>A file system with next to no room, in memory; only the superuser of Linux can make one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Mounts one of <paramref name="size"/>, such as <c>128k</c>; skips the test where that cannot be done.</summary>
    public static async Task<SmallDisk> MountAsync(string folder, string size, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only the superuser of Linux can mount a small file system.");
        Directory.CreateDirectory(folder);
        var result = await ToolProcess.RunAsync("mount", ["-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder], cancellationToken);
        Assert.SkipUnless(result.ExitCode == 0, $"A small file system could not be mounted: {result.Error}");
        return new SmallDisk(folder);
    }

    /// <summary>Lets nobody write to it any more.</summary>
    public async Task MakeReadOnlyAsync(CancellationToken cancellationToken) =>
        (await ToolProcess.RunAsync("mount", ["-o", "remount,ro", _folder], cancellationToken)).EnsureSuccess();

    public async ValueTask DisposeAsync() => await ToolProcess.RunAsync("umount", ["-l", _folder], CancellationToken.None);
}
