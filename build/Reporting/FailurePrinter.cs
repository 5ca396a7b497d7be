namespace Mirror.Build.Reporting;

/// <summary>Prints problems: one line each in the form that editors and CI systems recognise, and what to do below it.</summary>
internal sealed class FailurePrinter(Terminal terminal)
{
    public void Print(Exception failure)
    {
        switch (failure)
        {
            case MirrorException known:
                Print(known.Diagnostics);
                break;
            case OperationCanceledException:
                terminal.WriteErrorLine("Cancelled. What arrived is kept; the same command continues from there.");
                break;
            default:
                // Not a known failure, so a bug or a machine in trouble: whoever mends it needs the stack.
                terminal.WriteErrorLine(terminal.Paint(Colour.Red, failure.ToString()));
                break;
        }
    }

    /// <summary>The remedy of a code stands below the last of its diagnostics, once, unless that one tells it.</summary>
    public void Print(IReadOnlyList<Diagnostic> diagnostics)
    {
        for (var i = 0; i < diagnostics.Count; i++)
        {
            var diagnostic = diagnostics[i];
            terminal.WriteErrorLine(terminal.Paint(diagnostic.Code.Severity == Severity.Error ? Colour.Red : Colour.Yellow, diagnostic.ToString()));
            if ((i + 1 == diagnostics.Count || diagnostics[i + 1].Code != diagnostic.Code) && !diagnostic.SaysRemedy)
            {
                terminal.WriteErrorLine($"  {diagnostic.Code.Remedy}");
            }
        }
    }
}
