using System.Diagnostics;
using System.Text.Json.Nodes;
using Mirror.Model.Oci;
using Mirror.Testing;
using Mirror.Testing.Processes;
using static Mirror.EndToEnd.Tests.Operators.OperatorUpstream;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>One configuration and one upstream, on what looks like several machines: whole processes, each with a folder, a time zone, a language and a runtime of its own.</summary>
public sealed class ReproducibilityTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private TestRegistry _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        var upstream = new OperatorUpstream(_source);
        await upstream.PushSharedAsync();
        await upstream.PushOperatorAsync("foo", "0.1.0", "0.2.0", "0.10.0");
        await upstream.PushOperatorAsync("bar", "1.0.0");
        await upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0", "0.10.0"), Operator("bar", "1.0.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  packages:\n  - name: foo\n    minVersion: 0.1.0\n  - name: bar\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    /// <summary>The lock that one of the machines writes, and the rebuilt catalog's manifests, configurations and layer that it makes.</summary>
    private async Task<(string Lock, IReadOnlyDictionary<string, Digest> Built)> LockAsync(string machine, params (string Name, string Value)[] variables)
    {
        var folder = _workspace.Folder.Combine(machine);
        Directory.CreateDirectory(Path.Combine(folder, "mirror"));
        foreach (var file in (string[])["imageset.yaml", "registries.conf"])
        {
            File.Copy(_workspace.Folder.Combine("mirror", file), Path.Combine(folder, "mirror", file));
        }

        var start = new ProcessStartInfo(
            RequiredTools.PathOf("dotnet"),
            [
                Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"), "--target", "Lock", "--quiet",
                "--config", Path.Combine(folder, "mirror"), "--store", Path.Combine(folder, "store"), "--output", Path.Combine(folder, "output"),
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in HostProcess.Environment(_workspace).Concat(variables.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value))))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, $"{await output}\n{await error}");
        var text = await File.ReadAllTextAsync(Path.Combine(folder, "mirror", "mirror.lock.json"), Token);
        return (text, Built(Path.Combine(folder, "store", "blobs", "sha256"), text));
    }

    /// <summary>What is in the store because of the derived digest, hashed anew.</summary>
    private static SortedDictionary<string, Digest> Built(string blobs, string text)
    {
        var built = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        var index = Read("index", Digest.Parse((string)JsonNode.Parse(text)!["sources"]!.AsObject().Single().Value!["derived"]!["catalog"]!));
        foreach (var child in index["manifests"]!.AsArray())
        {
            var platform = (string)child!["platform"]!["architecture"]!;
            var manifest = Read($"{platform} manifest", Digest.Parse((string)child["digest"]!));
            Read($"{platform} configuration", Digest.Parse((string)manifest["config"]!["digest"]!));
            Hash($"{platform} layer", Digest.Parse((string)manifest["layers"]!.AsArray()[^1]!["digest"]!));
        }

        return built;

        JsonNode Read(string name, Digest digest) => JsonNode.Parse(Hash(name, digest))!;

        byte[] Hash(string name, Digest digest)
        {
            var bytes = File.ReadAllBytes(Path.Combine(blobs, digest.Hex));
            built[name] = Digest.Of(bytes);
            Assert.Equal(digest, built[name]);
            return bytes;
        }
    }

    [Fact]
    public async Task Rebuilt_catalog_and_lock_are_the_same_bytes_everywhere()
    {
        var first = await LockAsync("here", ("TZ", "America/New_York"), ("LC_ALL", "C.UTF-8"), ("DOTNET_gcServer", "0"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"));
        var second = await LockAsync("a/longer path/there", ("TZ", "Asia/Kolkata"), ("LANG", "tr_TR.UTF-8"), ("DOTNET_gcServer", "1"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0"));
        var third = await LockAsync("plain", ("DOTNET_EnableHWIntrinsic", "0"), ("DOTNET_PROCESSOR_COUNT", "1"));

        Assert.Equal(7, first.Built.Count);
        Assert.Equal(first.Built, second.Built);
        Assert.Equal(first.Built, third.Built);
        Assert.Equal(first.Lock, second.Lock);
        Assert.Equal(first.Lock, third.Lock);
    }
}
