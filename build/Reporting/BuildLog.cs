using System.Globalization;
using Cake.Core.Diagnostics;

namespace Mirror.Build.Reporting;

/// <summary>
/// The engine's log on our terminal. Its errors are held back: a failure is printed once, with its diagnostics, and only if that could not
/// happen are the engine's words all there is.
/// </summary>
internal sealed class BuildLog(Terminal terminal, MirrorOptions options) : ICakeLog
{
    private readonly List<string> _errors = [];

    public Verbosity Verbosity { get; set; } = options.LogLevel switch
    {
        Engine.Options.LogLevel.Debug => Verbosity.Verbose,
        Engine.Options.LogLevel.Trace => Verbosity.Diagnostic,
        _ => Verbosity.Minimal,
    };

    /// <summary>What the engine said about failures.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity > Verbosity)
        {
            return;
        }

        var line = args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);
        switch (level)
        {
            case LogLevel.Fatal or LogLevel.Error:
                _errors.Add(line);
                break;
            case LogLevel.Warning:
                terminal.WriteErrorLine(terminal.Paint(Colour.Yellow, line));
                break;
            default:
                terminal.WriteLine(line);
                break;
        }
    }
}
