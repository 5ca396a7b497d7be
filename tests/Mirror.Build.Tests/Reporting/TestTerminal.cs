using Mirror.Build.Reporting;

namespace Mirror.Build.Tests.Reporting;

/// <summary>A terminal that keeps what was written to it.</summary>
internal sealed class TestTerminal : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public TestTerminal(bool hasColours = false, bool isLive = false, int columns = 0) =>
        Terminal = new Terminal(_output, _error, hasColours, isLive, () => columns);

    public Terminal Terminal { get; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }
}
