using Mirror.Model.Diagnostics;
using Mirror.Oci.Store;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>One lock, packed by whole processes on what look like machines of other days, time zones, languages and folders (DESIGN 1, promise 1).</summary>
public sealed class PackReproducibilityTests : IAsyncLifetime
{
    private const string SegmentSize = "1MiB";

    private readonly MirrorWorkspace _workspace = new();
    private readonly HttpClient _client = new();
    private TestRegistry _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        await PushAsync("a/multi", IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64"));
        foreach (var name in (string[])["İstanbul", "ß", "plain"])
        {
            await PushAsync($"a/i{name.Length}", new ImageBuilder { Layers = [Layer.Random(name, 600_000)] }.Build());
        }

        _workspace.Configure("name: quay.io/a/multi:1", "name: quay.io/a/i1:1", "name: quay.io/a/i5:1");
        await _workspace.LockAsync(Token);
        AirGap.CopyLock(_workspace.Folder.Combine("mirror"), _workspace.Folder.Combine("old"));
        _workspace.Configure("name: quay.io/a/multi:1", "name: quay.io/a/i1:1", "name: quay.io/a/i8:1");
        await _workspace.LockAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Days_time_zones_languages_and_folders_make_no_difference()
    {
        var first = await PackAsync("here", new DateTime(1999, 12, 31, 23, 59, 59, DateTimeKind.Utc), ("TZ", "Pacific/Kiritimati"), ("LC_ALL", "C.UTF-8"));
        var second = await PackAsync("a/longer path/ümlaut", new DateTime(2031, 2, 28, 12, 0, 0, DateTimeKind.Utc), ("TZ", "America/Los_Angeles"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"));
        var third = await PackAsync("plain", null, ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"), ("DOTNET_PROCESSOR_COUNT", "1"));

        // Two segments and their checksums whole, and the same of the difference.
        Assert.Equal(2, first.Keys.Count(name => name.EndsWith(".sha256", StringComparison.Ordinal)));
        Assert.True(first.Count(file => file.Key.EndsWith(".tar", StringComparison.Ordinal)) > 2, string.Join(", ", first.Keys));
        Assert.Equal(first, second);
        Assert.Equal(first, third);
    }

    [Fact]
    public async Task Files_of_an_earlier_pack_are_never_touched()
    {
        var root = await MachineAsync("here");
        await RunAsync(root, []);
        var folder = Path.Combine(root, "output", "archives");
        var before = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            File.SetLastWriteTimeUtc(file, before);
        }

        var files = Files(folder);
        await RunAsync(root, []);
        await RunAsync(root, ["--deep"]);
        await RunAsync(root, ["--archive-size", SegmentSize, "--base", Path.Combine(root, "old", "mirror.lock.json")]);
        Directory.Delete(Path.Combine(root, "output", "plan"), recursive: true);
        await RunAsync(root, []);
        var refused = await ToolAsync(root, ["--archive-size", "2MiB"], []);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(MirrorErrors.ArchiveExists.Id, refused.OutputText + refused.Error, StringComparison.Ordinal);
        Assert.True(files.Count > 2);
        Assert.All(files, file => Assert.Equal(file.Value, (FileIdentity.Of(file.Key), Convert.ToHexString(File.ReadAllBytes(file.Key)))));
        Assert.All(files, file => Assert.Equal(before.Ticks, file.Value.Identity!.Time));
        if (OperatingSystem.IsLinux())
        {
            Assert.All(files, file => Assert.NotEqual(0UL, file.Value.Identity!.Inode));
        }
    }

    private static Dictionary<string, (FileIdentity? Identity, string Content)> Files(string folder) =>
        Directory.EnumerateFiles(folder).ToDictionary(file => file, file => (FileIdentity.Of(file), Convert.ToHexString(File.ReadAllBytes(file))));

    /// <summary>The archives that a machine makes, whole and as a difference, by name.</summary>
    private async Task<SortedDictionary<string, string>> PackAsync(string machine, DateTime? day, params (string Name, string Value)[] variables)
    {
        var root = await MachineAsync(machine);
        await RunAsync(root, [], "Fetch", variables);

        // The machine's clock cannot be set; what it has left on the disk can.
        if (day is { } then)
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories))
            {
                File.SetLastWriteTimeUtc(path, then);
            }
        }

        await RunAsync(root, [], "Pack", variables);
        await RunAsync(root, ["--base", Path.Combine(root, "old", "mirror.lock.json")], "Pack", variables);
        return new(
            Directory.EnumerateFiles(Path.Combine(root, "output", "archives")).ToDictionary(file => Path.GetFileName(file)!, file => Convert.ToHexString(File.ReadAllBytes(file))),
            StringComparer.Ordinal);
    }

    private async Task<string> MachineAsync(string machine)
    {
        var root = _workspace.Folder.Combine(machine);
        foreach (var folder in (string[])["mirror", "old"])
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
            foreach (var file in Directory.EnumerateFiles(_workspace.Folder.Combine(folder)))
            {
                await using var copy = File.Create(Path.Combine(root, folder, Path.GetFileName(file)));
                await copy.WriteAsync(await File.ReadAllBytesAsync(file, Token), Token);
            }
        }

        return root;
    }

    private async Task RunAsync(string root, IReadOnlyList<string> more, string target = "Pack", params (string Name, string Value)[] variables)
    {
        var size = target == "Pack" && !more.Contains("--archive-size", StringComparer.Ordinal) ? (string[])["--archive-size", SegmentSize] : [];
        (await ToolAsync(root, [.. size, .. more], variables, target)).EnsureSuccess();
    }

    private Task<ToolResult> ToolAsync(string root, IReadOnlyList<string> more, IReadOnlyList<(string Name, string Value)> variables, string target = "Pack") => ToolProcess.RunAsync(
        "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"), "--target", target, "--config", Path.Combine(root, "mirror"), "--store", Path.Combine(root, "store"),
            "--output", Path.Combine(root, "output"), "--quiet", .. more,
        ],
        new ToolOptions
        {
            Environment = HostProcess.Environment(_workspace).Concat(variables.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value))).ToDictionary(),
            WorkingFolder = root,
        },
        Token);

    private Task PushAsync(string repository, ImageContent image) => _client.PushImageAsync(_source.BaseUri, repository, "1", image, Token);
}
