using Mirror.Testing.Processes;

namespace Mirror.Build.Tests.Host;

/// <summary>The host as the build scripts start it.</summary>
public sealed class HostProcessTests
{
    [Fact]
    public async Task Nothing_asked_for_shows_the_targets()
    {
        var result = await RunAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"(?m)^  Test +Build the solution", result.OutputText);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Unknown_target_is_a_usage_error()
    {
        var result = await RunAsync("--target", "Claen");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error MIR9005: 'Claen' is not a known target; did you mean 'Clean'?", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.OutputText);
    }

    [Fact]
    public async Task Wrong_values_are_usage_errors_with_the_name_of_their_variable()
    {
        var result = await RunAsync(("MIRROR_PARALLEL", "all"), "--target", "Clean", "--port", "x");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'all' of 'MIRROR_PARALLEL'", result.Error, StringComparison.Ordinal);
        Assert.Contains("'x' of '--port'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_is_no_terminal_has_no_colours()
    {
        var result = await RunAsync(("TERM", "xterm-256color"), "--target", "Nothing");

        Assert.DoesNotContain('\e', result.Error);
    }

    private static Task<ToolResult> RunAsync(params string[] args) => RunAsync(("MIRROR_PARALLEL", null), args);

    private static Task<ToolResult> RunAsync((string Name, string? Value) variable, params string[] args) => ToolProcess.RunAsync(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"), .. args],
        new ToolOptions { Environment = new Dictionary<string, string?> { [variable.Name] = variable.Value } },
        TestContext.Current.CancellationToken);
}
