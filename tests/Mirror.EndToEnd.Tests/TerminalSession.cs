using System.Diagnostics;
using System.Text;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Runs a program at a pseudo-terminal (by <c>script</c> of util-linux), as a person would: waits for a question, then types.</summary>
internal static class TerminalSession
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Everything that the terminal showed, and the exit code. <paramref name="answers"/> are typed one after the other, each when its question has been shown.</summary>
    public static async Task<(string Shown, int ExitCode)> RunAsync(
        IReadOnlyList<string> command,
        string folder,
        IReadOnlyDictionary<string, string?> environment,
        IReadOnlyList<(string Question, string Answer)> answers,
        CancellationToken cancellationToken)
    {
        RequiredTools.Require("stty");
        var line = string.Join(' ', command.Select(part => $"'{part.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        var start = new ProcessStartInfo(RequiredTools.PathOf("script"), ["--quiet", "--return", "--command", line, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Limit);
        try
        {
            var shown = await TalkAsync(process, new Queue<(string, string)>(answers), timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return (shown, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string> TalkAsync(Process process, Queue<(string Question, string Answer)> answers, CancellationToken cancellationToken)
    {
        var shown = new StringBuilder();
        var buffer = new char[4096];
        var from = 0;
        while (await process.StandardOutput.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            shown.Append(buffer, 0, count);
            while (answers.TryPeek(out var next) && shown.ToString().IndexOf(next.Question, from, StringComparison.Ordinal) is >= 0 and var found)
            {
                answers.Dequeue();
                from = found + next.Question.Length;
                await process.StandardInput.WriteAsync($"{next.Answer}\n".AsMemory(), cancellationToken);
                await process.StandardInput.FlushAsync(cancellationToken);
            }
        }

        Assert.True(answers.Count == 0, $"'{(answers.Count == 0 ? "" : answers.Peek().Question)}' was never asked:\n{shown}");
        return shown.ToString();
    }
}
