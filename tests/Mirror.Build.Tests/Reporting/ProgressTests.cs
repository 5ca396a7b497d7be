using Mirror.Build.Reporting;

namespace Mirror.Build.Tests.Reporting;

public sealed class ProgressTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Line_tells_images_bytes_rate_and_time_left()
    {
        var sample = new ProgressSample(100 * MiB, 400 * MiB, 90 * MiB, 12, 210);

        Assert.Equal("12/210 images, 100 MiB of 400 MiB", ProgressText.Line(sample, 0));
        Assert.Equal("12/210 images, 100 MiB of 400 MiB, 2 MiB/s, 2:30 left", ProgressText.Line(sample, 2 * MiB));
        Assert.Equal("12/210 images, 100 MiB of 400 MiB, 64 KiB/s, 1:20:00 left", ProgressText.Line(sample, 64 * 1024));
    }

    [Fact]
    public void Line_tells_of_archives_that_are_read_first_and_bytes_alone_without_images()
    {
        var sample = new ProgressSample(0, 400 * MiB, 0, 0, 0) { BytesToVerify = 300 * MiB, BytesVerified = 100 * MiB };

        Assert.Equal("verifying archives, 100 MiB of 300 MiB", ProgressText.Line(sample, 0));
        Assert.Equal("verifying archives, 100 MiB of 300 MiB, 2 MiB/s, 1:40 left", ProgressText.Line(sample, 2 * MiB));
        Assert.Equal("0 B of 400 MiB", ProgressText.Line(sample with { BytesVerified = 300 * MiB }, 0));
        Assert.True(sample.IsPlanned);
        Assert.False(default(ProgressSample).IsPlanned);
    }

    [Fact]
    public void Rate_forgets_what_is_long_ago()
    {
        var rate = new TransferRate();

        Assert.Equal(0, rate.Add(TimeSpan.Zero, 0));
        Assert.Equal(1000, rate.Add(TimeSpan.FromSeconds(1), 1000));
        Assert.Equal(1000, rate.Add(TimeSpan.FromSeconds(10), 10_000));
        Assert.Equal(0, rate.Add(TimeSpan.FromSeconds(30), 10_000));
    }

    [Fact]
    public void Log_gets_a_line_only_when_something_has_changed()
    {
        using var terminal = new TestTerminal();
        var time = new StepTime();
        var sample = default(ProgressSample);
        var view = new ProgressView(terminal.Terminal, () => sample, time);

        time.Tick();
        sample = new ProgressSample(0, MiB, 0, 0, 2);
        time.Tick();
        time.Tick();
        sample = new ProgressSample(MiB, MiB, 0, 2, 2);
        time.Tick();

        Assert.NotNull(view);
        Assert.Equal("0/2 images, 0 B of 1 MiB\n2/2 images, 1 MiB of 1 MiB\n", terminal.Output);
    }

    [Fact]
    public async Task Live_line_is_replaced_and_taken_away_in_the_end()
    {
        using var terminal = new TestTerminal(isLive: true);
        var time = new StepTime();
        var sample = new ProgressSample(0, MiB, 0, 0, 2);

        await using (new ProgressView(terminal.Terminal, () => sample, time))
        {
            time.Tick();
            terminal.Terminal.WriteLine("something");
            sample = new ProgressSample(MiB, MiB, 0, 2, 2);
            time.Tick();
        }

        Assert.Equal(
            "\r\e[K0/2 images, 0 B of 1 MiB"
            + "\r\e[Ksomething\n0/2 images, 0 B of 1 MiB"
            + "\r\e[K2/2 images, 1 MiB of 1 MiB"
            + "\r\e[K",
            terminal.Output);
    }

    [Fact]
    public void Live_line_never_wraps_on_a_narrow_terminal()
    {
        using var terminal = new TestTerminal(isLive: true, columns: 20);

        terminal.Terminal.ShowStatus("0/5 images, 0 B of 1.4 MiB");

        Assert.Equal("\r\e[K0/5 images, 0 B of ", terminal.Output);
    }
}
