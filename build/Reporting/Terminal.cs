namespace Mirror.Build.Reporting;

/// <summary>Where a run speaks: results to the one stream, problems to the other; colours only for people (https://no-color.org). Safe for concurrent use.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool hasColours, bool isLive, Func<int>? columns = null)
{
    private const string EraseLine = "\r\e[K";

    private readonly Lock _gate = new();
    private string? _status;

    /// <summary>Whether lines may be coloured.</summary>
    public bool HasColours { get; } = hasColours;

    /// <summary>Whether lines that were written can be replaced.</summary>
    public bool IsLive { get; } = isLive;

    /// <summary>The console of this process.</summary>
    public static Terminal ForConsole(Func<string, string?> environment)
    {
        var isTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected && environment("TERM") is not (null or "" or "dumb");
        var hasColours = isTerminal && string.IsNullOrEmpty(environment("NO_COLOR"));
        return new Terminal(Console.Out, Console.Error, hasColours, isTerminal && string.IsNullOrEmpty(environment("CI")), () => Console.WindowWidth);
    }

    public void WriteLine(string line) => Write(output, line + output.NewLine);

    public void WriteErrorLine(string line) => Write(error, line + error.NewLine);

    /// <summary>Text as it is.</summary>
    public void Write(string text) => Write(output, text);

    /// <summary>Text as it is, beside the results.</summary>
    public void WriteError(string text) => Write(error, text);

    /// <summary>A last line that stays below everything that is written, until the next one or null; only on a live terminal.</summary>
    public void ShowStatus(string? line)
    {
        if (!IsLive)
        {
            return;
        }

        // What is wider than the terminal goes on in its next line, and that one alone would be erased. Some terminals say that they have no columns.
        var width = columns?.Invoke() ?? 0;
        if (line is not null && width > 1 && line.Length >= width)
        {
            line = line[..(width - 1)];
        }

        lock (_gate)
        {
            if (line != _status)
            {
                output.Write(EraseLine + line);
                output.Flush();
                _status = line;
            }
        }
    }

    public string Paint(Colour colour, string text) => HasColours ? $"\e[{(int)colour}m{text}\e[0m" : text;

    private void Write(TextWriter writer, string text)
    {
        lock (_gate)
        {
            if (_status is not null)
            {
                output.Write(EraseLine);
                output.Flush();
            }

            writer.Write(text);
            writer.Flush();
            if (_status is not null)
            {
                output.Write(_status);
                output.Flush();
            }
        }
    }
}
