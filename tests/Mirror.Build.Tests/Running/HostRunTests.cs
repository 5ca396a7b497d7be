using Mirror.Build.Arguments;
using Mirror.Build.Running;
using Mirror.Build.Tests.Reporting;
using Mirror.Engine.Options;

namespace Mirror.Build.Tests.Running;

public sealed class HostRunTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Report_says_why_a_target_had_nothing_to_do()
    {
        var exitCode = await RunAsync("Group");

        Assert.Equal(0, exitCode);
        Assert.Contains("== Work\n", _terminal.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Fresh   up to date    0\.\d\d s  the lock answers the configuration$", _terminal.Output);
        Assert.Matches(@"(?m)^Work    done          0\.\d\d s  3 images sent$", _terminal.Output);
        Assert.Matches(@"(?m)^Never   skipped            -  nobody wants it$", _terminal.Output);
        Assert.Matches(@"(?m)^Group   done          0\.\d\d s$", _terminal.Output);
        Assert.Empty(_terminal.Error);
    }

    [Fact]
    public async Task Exclusive_target_runs_without_what_it_depends_on()
    {
        await RunAsync(new HostCommand { Targets = ["Work"], IsExclusive = true }, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("Fresh", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("Work", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_code_of_a_known_failure_comes_through_the_engine()
    {
        var exitCode = await RunAsync("AfterIncomplete");

        Assert.Equal((int)ExitCode.Incomplete, exitCode);
        Assert.StartsWith("error MIR9003: One image is missing.\n", _terminal.Error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Incomplete +failed +0\.\d\d s$", _terminal.Output);
        Assert.DoesNotContain("== AfterIncomplete", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_failure_ends_with_1_and_its_stack()
    {
        var exitCode = await RunAsync("Bug");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("System.InvalidOperationException: Odd.", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_target_ends_with_130()
    {
        using var cancellation = new CancellationTokenSource();
        var run = Task.Run(() => RunAsync(new HostCommand { Targets = ["Wait"] }, cancellation.Token), TestContext.Current.CancellationToken);

        await cancellation.CancelAsync();
        var exitCode = await run;

        Assert.Equal(130, exitCode);
        Assert.StartsWith("Cancelled.", _terminal.Error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Wait +cancelled ", _terminal.Output);
    }

    public void Dispose() => _terminal.Dispose();

    private Task<int> RunAsync(string target) => RunAsync(new HostCommand { Targets = [target] }, TestContext.Current.CancellationToken);

    private async Task<int> RunAsync(HostCommand command, CancellationToken cancellationToken)
    {
        var options = new MirrorOptionsReader("/repo", "/repo", _ => null).Read([]);
        var repository = new Repository("/repo");
        var scope = new RunScope(command, repository, options, _terminal.Terminal, cancellationToken)
        {
            Session = new EngineSession(repository, options, _terminal.Terminal, new Dictionary<string, string>()),
        };
        return await new HostRun(scope).RunAsync(typeof(HostRunTests).Assembly);
    }
}
