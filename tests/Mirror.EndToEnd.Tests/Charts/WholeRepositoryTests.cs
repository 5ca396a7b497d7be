using Mirror.Testing.Charts;

namespace Mirror.EndToEnd.Tests.Charts;

/// <summary>Repositories whose charts are all taken.</summary>
public sealed class WholeRepositoryTests : IAsyncLifetime
{
    private ChartWorld _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MirrorWorkspace Workspace => _world.Workspace;

    private ChartRepositoryServer Repository => _world.Repository;

    private string Destination => _world.Address;

    public async ValueTask InitializeAsync() => _world = await ChartWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Repository_withoutRepository_brings_every_version_but_libraries()
    {
        Repository.Add(ChartWorld.Web());
        Repository.Add(ChartWorld.Web("1.3.0"));
        Repository.Add(new TestChart("lib", "0.1.0", "type: library\n"), type: "library");
        Repository.Add(new TestChart("job", "0.1.0").Pod("job", "quay.io/a/job:1"));
        Repository.Add(new TestChart("job", "latest"));
        Workspace.ConfigureMirror($"helm:\n  repositories:\n  - url: {Repository.Url}");

        await Workspace.PublishAsync(Workspace.Options(Destination), Token);
        var before = Workspace.LockText;
        Repository.Add(ChartWorld.Web("1.4.0"));
        await Workspace.LockAsync(Token);
        var kept = Workspace.LockText;
        await Workspace.LockAsync(Token, update: Repository.Url);

        Assert.Equal(before, kept);
        Assert.Contains(Workspace.Warnings, warning => warning.Code.Id == "MIR7503" && warning.Message.Contains("'latest'", StringComparison.Ordinal));
        Assert.Equal(["job:0.1.0", "web:1.2.3", "web:1.3.0", "web:1.4.0"], _world.Locked().Charts.Select(chart => chart.Id));
        await _world.AssertPublishedAsync("a/job:1");
    }
}
