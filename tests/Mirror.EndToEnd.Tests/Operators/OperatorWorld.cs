using System.Text.Json.Nodes;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Testing;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>A workspace, and a registry in place of quay.io with the operators <c>foo</c> and <c>bar</c>.</summary>
internal sealed class OperatorWorld : IAsyncDisposable
{
    private OperatorWorld(TestRegistry registry)
    {
        Registry = registry;
        Upstream = new OperatorUpstream(registry);
        Workspace.Redirect(("quay.io", registry.Endpoint));
    }

    public MirrorWorkspace Workspace { get; } = new();

    public TestRegistry Registry { get; }

    public OperatorUpstream Upstream { get; }

    /// <summary>What the lock says of the first catalog.</summary>
    public JsonNode Locked => JsonNode.Parse(Workspace.LockText)!["sources"]!.AsObject().First(source => source.Key.StartsWith("operators/", StringComparison.Ordinal)).Value!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<OperatorWorld> StartAsync()
    {
        var world = new OperatorWorld(await TestRegistry.StartAsync(Token));
        await world.Upstream.PushSharedAsync();
        await world.Upstream.PushOperatorAsync("foo", "0.1.0", "0.2.0", "0.3.0");
        await world.Upstream.PushOperatorAsync("bar", "1.0.0", "1.1.0");
        return world;
    }

    /// <summary>Configures the catalog <c>v1</c> with <paramref name="packages"/>; <paramref name="rest"/> are further fields of its entry.</summary>
    public void Configure(string packages, string rest = "") =>
        Workspace.ConfigureMirror($"operators:\n- catalog: {OperatorUpstream.CatalogName}:v1\n{rest}  packages:\n{packages}");

    /// <summary>The bundles of a package in the first catalog of the lock.</summary>
    public string[] Bundles(string package) => [.. Locked["packages"]![package]!["bundles"]!.AsObject().Select(bundle => bundle.Key)];

    /// <summary>Runs the steps of Lock, which must fail.</summary>
    public Task<MirrorException> LockFailsAsync(LockMode mode = LockMode.Update, params string[] update) =>
        Assert.ThrowsAsync<MirrorException>(() => Workspace.LockAsync(Token, mode, update));

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        Workspace.Dispose();
    }
}
