using Microsoft.Build.Utilities;

namespace Mirror.MSBuild.Running;

/// <summary>Says things in MSBuild's form. Places are absolute, so that an editor finds them from wherever the build was started.</summary>
internal sealed class TaskLog(TaskLoggingHelper log, string projectDirectory)
{
    public void Say(MessageImportance importance, string message) => log.LogMessage(importance, message);

    /// <summary>The remedy of a code stands below the last of its diagnostics, once, unless that one tells it.</summary>
    public void Report(IReadOnlyList<Diagnostic> diagnostics)
    {
        for (var i = 0; i < diagnostics.Count; i++)
        {
            Report(diagnostics[i]);
            if ((i + 1 == diagnostics.Count || diagnostics[i + 1].Code != diagnostics[i].Code) && !diagnostics[i].SaysRemedy)
            {
                Say(MessageImportance.High, $"  {diagnostics[i].Code.Remedy}");
            }
        }
    }

    // Without an end: with one, the line has a form that fewer editors know.
    private void Report(Diagnostic diagnostic)
    {
        var code = diagnostic.Code.Id;
        var file = diagnostic.Span is { } span ? Path.GetFullPath(span.File, projectDirectory) : null;
        var (line, column) = (diagnostic.Span?.Line ?? 0, diagnostic.Span?.Column ?? 0);
        if (diagnostic.Code.Severity == Severity.Error)
        {
            log.LogError(null, code, code, file, line, column, 0, 0, diagnostic.Message);
        }
        else
        {
            log.LogWarning(null, code, code, file, line, column, 0, 0, diagnostic.Message);
        }
    }
}
