using Mirror.Oci.Registry.Transport;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Registry.Transport;

public sealed class HostGateTests
{
    private readonly ManualTimeProvider _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Next_waits_until_one_leaves()
    {
        var gate = new HostGate(1, 8, _clock);
        var first = await gate.EnterAsync(Cancellation);
        var second = gate.EnterAsync(Cancellation).AsTask();
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task Who_gave_up_waiting_takes_no_slot()
    {
        var gate = new HostGate(1, 8, _clock);
        var first = await gate.EnterAsync(Cancellation);
        using var cancel = new CancellationTokenSource();
        var second = gate.EnterAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        first.Dispose();
        first.Dispose();

        using var third = await gate.EnterAsync(Cancellation);
        Assert.False(gate.EnterAsync(Cancellation).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Success_under_full_load_grows_to_the_maximum()
    {
        var gate = new HostGate(2, 4, _clock);
        for (var round = 0; round < 10; round++)
        {
            await FillAsync(gate);
        }

        Assert.Equal(4, gate.Limit);
    }

    [Fact]
    public async Task Success_without_load_grows_nothing()
    {
        var gate = new HostGate(4, 8, _clock);
        using var slot = await gate.EnterAsync(Cancellation);

        gate.Succeeded();

        Assert.Equal(4, gate.Limit);
    }

    [Fact]
    public async Task Refusals_of_one_round_halve_once_and_slow_the_growth()
    {
        var gate = new HostGate(8, 32, _clock);
        var slots = new List<HostGate.Slot>();
        for (var number = 0; number < 8; number++)
        {
            slots.Add(await gate.EnterAsync(Cancellation));
        }

        slots.ForEach(gate.Throttled);
        slots.ForEach(slot => slot.Dispose());
        Assert.Equal(4, gate.Limit);
        await FillAsync(gate);

        Assert.Equal(5, gate.Limit);
    }

    [Fact]
    public async Task One_is_always_let_in()
    {
        var gate = new HostGate(1, 32, _clock);
        using (var slot = await gate.EnterAsync(Cancellation))
        {
            gate.Throttled(slot);
        }

        Assert.Equal(1, gate.Limit);
    }

    [Fact]
    public async Task Pause_holds_back_everybody()
    {
        var gate = new HostGate(4, 8, _clock);
        gate.Close(TimeSpan.FromSeconds(7));
        gate.Close(TimeSpan.FromSeconds(3));
        var waiting = gate.EnterAsync(Cancellation).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.False(waiting.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(1));

        (await waiting).Dispose();
    }

    private static async Task FillAsync(HostGate gate)
    {
        var slots = new List<HostGate.Slot>();
        for (var number = gate.Limit; number > 0; number--)
        {
            slots.Add(await gate.EnterAsync(Cancellation));
        }

        slots.ForEach(_ => gate.Succeeded());
        slots.ForEach(slot => slot.Dispose());
    }
}
