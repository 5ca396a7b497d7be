using Mirror.Build.Arguments;
using Mirror.Build.Running;
using Mirror.Build.Tests.Reporting;
using Mirror.Engine.Options;

namespace Mirror.Build.Tests.Running;

public sealed class HostRunTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public void Report_says_why_a_target_had_nothing_to_do()
    {
        var exitCode = Run("Group");

        Assert.Equal(0, exitCode);
        Assert.Contains("== Work\n", _terminal.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Fresh   up to date    0\.\d\d s  the lock answers the configuration$", _terminal.Output);
        Assert.Matches(@"(?m)^Work    done          0\.\d\d s  3 images sent$", _terminal.Output);
        Assert.Matches(@"(?m)^Never   skipped            -  nobody wants it$", _terminal.Output);
        Assert.Matches(@"(?m)^Group   done          0\.\d\d s$", _terminal.Output);
        Assert.Empty(_terminal.Error);
    }

    [Fact]
    public void Exclusive_target_runs_without_what_it_depends_on()
    {
        Run(new HostCommand { Targets = ["Work"], IsExclusive = true }, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("Fresh", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("Work", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Exit_code_of_a_known_failure_comes_through_the_engine()
    {
        var exitCode = Run("AfterIncomplete");

        Assert.Equal((int)ExitCode.Incomplete, exitCode);
        Assert.StartsWith("error MIR9006: One image is missing.\n", _terminal.Error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Incomplete +failed ", _terminal.Output);
        Assert.DoesNotContain("== AfterIncomplete", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_failure_ends_with_1_and_its_stack()
    {
        var exitCode = Run("Bug");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("System.InvalidOperationException: Odd.", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_target_ends_with_130()
    {
        using var cancellation = new CancellationTokenSource();
        var run = Task.Run(() => Run(new HostCommand { Targets = ["Wait"] }, cancellation.Token), TestContext.Current.CancellationToken);

        await cancellation.CancelAsync();
        var exitCode = await run;

        Assert.Equal(130, exitCode);
        Assert.StartsWith("Cancelled.", _terminal.Error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Wait +cancelled ", _terminal.Output);
    }

    public void Dispose() => _terminal.Dispose();

    private int Run(string target) => Run(new HostCommand { Targets = [target] }, TestContext.Current.CancellationToken);

    private int Run(HostCommand command, CancellationToken cancellationToken)
    {
        var options = new MirrorOptionsReader("/repo", "/repo", _ => null).Read([]);
        var repository = new Repository("/repo");
        var scope = new RunScope(command, repository, options, _terminal.Terminal, cancellationToken)
        {
            Session = new EngineSession(repository, options, _terminal.Terminal, new Dictionary<string, string>()),
        };
        return new HostRun(scope).Run(typeof(HostRunTests).Assembly);
    }
}
