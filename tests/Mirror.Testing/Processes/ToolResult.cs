using System.Text;
using Xunit;

namespace Mirror.Testing.Processes;

/// <summary>What a program left behind. <see cref="CommandLine"/> is for messages.</summary>
public sealed record ToolResult(string CommandLine, int ExitCode, ReadOnlyMemory<byte> Output, string Error)
{
    /// <summary>The standard output as text.</summary>
    public string OutputText => Encoding.UTF8.GetString(Output.Span);

    /// <summary>Fails the test, with everything the program said, unless it ended with 0.</summary>
    public ToolResult EnsureSuccess()
    {
        Assert.True(ExitCode == 0, $"'{CommandLine}' ended with {ExitCode}.\n{Error}\n{OutputText}");
        return this;
    }
}
