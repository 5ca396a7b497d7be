using Mirror.Testing.Charts;

namespace Mirror.EndToEnd.Tests.Charts;

/// <summary>What tests in a <see cref="ChartWorld"/> share; each test has one of its own.</summary>
public abstract class ChartWorldTests : IAsyncLifetime
{
    private ChartWorld? _world;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected ChartWorld World => _world!;

    private protected MirrorWorkspace Workspace => World.Workspace;

    private protected ChartRepositoryServer Repository => World.Repository;

    /// <summary>As an argument.</summary>
    private protected string Destination => World.Address;

    public async ValueTask InitializeAsync() => _world = await ChartWorld.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);

        // A missing program skips the test before there is a world.
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }
    }
}
