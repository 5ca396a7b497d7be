namespace Mirror.Build.Reporting;

/// <summary>Where a run speaks: results to the one stream, problems to the other; colours only for people (https://no-color.org). Safe for concurrent use.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool hasColours, bool isLive)
{
    private readonly Lock _gate = new();

    /// <summary>Whether lines may be coloured.</summary>
    public bool HasColours { get; } = hasColours;

    /// <summary>Whether lines that were written can be replaced.</summary>
    public bool IsLive { get; } = isLive;

    /// <summary>The console of this process.</summary>
    public static Terminal ForConsole(Func<string, string?> environment)
    {
        var isTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected && environment("TERM") is not (null or "" or "dumb");
        var hasColours = isTerminal && string.IsNullOrEmpty(environment("NO_COLOR"));
        return new Terminal(Console.Out, Console.Error, hasColours, isTerminal && string.IsNullOrEmpty(environment("CI")));
    }

    public void WriteLine(string line)
    {
        lock (_gate)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    public void WriteErrorLine(string line)
    {
        lock (_gate)
        {
            error.WriteLine(line);
            error.Flush();
        }
    }

    /// <summary>Text as it is, for the parts of a live view.</summary>
    public void Write(string text)
    {
        lock (_gate)
        {
            output.Write(text);
            output.Flush();
        }
    }

    public string Paint(Colour colour, string text) => HasColours ? $"\e[{(int)colour}m{text}\e[0m" : text;
}
