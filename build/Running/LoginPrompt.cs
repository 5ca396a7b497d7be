using System.Diagnostics;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Mirror.Build.Reporting;
using Mirror.Oci.Registry.Authentication;

namespace Mirror.Build.Running;

/// <summary>Asks a person at the terminal for a user and a password. The password is not echoed, and nothing is kept.</summary>
internal sealed class LoginPrompt(Terminal terminal)
{
    private const int MaxLine = 4 * 1024;

    /// <summary>Null where nobody could see the question or answer it.</summary>
    public static LoginPrompt? ForConsole(Terminal terminal) => Console.IsInputRedirected || Console.IsErrorRedirected ? null : new LoginPrompt(terminal);

    /// <summary>Null when the input ends, or no user is given.</summary>
    public async Task<RegistryCredential?> AskAsync(string registry, CancellationToken cancellationToken)
    {
        terminal.WriteError($"Login for '{registry}'\n  User: ");
        var user = await Task.Run(ReadLine, cancellationToken).WaitAsync(cancellationToken);
        if (string.IsNullOrEmpty(user))
        {
            return null;
        }

        var password = OperatingSystem.IsWindows()
            ? await AskPasswordAsync(ReadKeys, cancellationToken)
            : await AskWithoutEchoAsync(cancellationToken);
        return password is null ? null : RegistryCredential.Basic(user, password);
    }

    private async Task<string?> AskPasswordAsync(Func<string?> read, CancellationToken cancellationToken)
    {
        terminal.WriteError("  Password: ");
        try
        {
            return await Task.Run(read, cancellationToken).WaitAsync(cancellationToken);
        }
        finally
        {
            terminal.WriteError("\n");
        }
    }

    // The runtime turns the echo off for one key at a time, and what is typed or pasted in between would show.
    private async Task<string?> AskWithoutEchoAsync(CancellationToken cancellationToken)
    {
        if (await SttyAsync("-g") is not { Length: > 0 } settings || await SttyAsync("-echo") is null)
        {
            terminal.WriteErrorLine("\nThe password is not asked for, because the terminal would show it: 'stty' cannot turn that off.");
            return null;
        }

        try
        {
            return await AskPasswordAsync(ReadLine, cancellationToken);
        }
        finally
        {
            await SttyAsync(settings);
        }
    }

    /// <summary>
    /// What <c>stty</c> prints about our terminal; null when it fails. Through a shell, with every stream redirected: of a program that has our terminal the runtime
    /// thinks that it may have spoilt the settings, and puts its own back.
    /// </summary>
    private static async Task<string?> SttyAsync(string argument)
    {
        try
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", "exec stty \"$0\" </dev/tty", argument])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    // From the terminal itself, which gives a line at a time: the console's own stream echoes what it reads.
    private static string? ReadLine()
    {
        using var input = OperatingSystem.IsWindows()
            ? Console.OpenStandardInput()
            : new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        var line = new List<byte>();
        for (var next = input.ReadByte(); next != '\n'; next = input.ReadByte())
        {
            if (next < 0 || line.Count >= MaxLine)
            {
                return null;
            }

            line.Add((byte)next);
        }

        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }

    private static string? ReadKeys()
    {
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (key.KeyChar != '\0' && text.Length < MaxLine)
            {
                text.Append(key.KeyChar);
            }
        }

        return text.ToString();
    }
}
