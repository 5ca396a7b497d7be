namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>What tests in an <see cref="OperatorWorld"/> share; each test has one of its own.</summary>
public abstract class OperatorWorldTests : IAsyncLifetime
{
    private OperatorWorld? _world;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected OperatorWorld World => _world!;

    private protected MirrorWorkspace Workspace => World.Workspace;

    public async ValueTask InitializeAsync() => _world = await OperatorWorld.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }
    }
}
