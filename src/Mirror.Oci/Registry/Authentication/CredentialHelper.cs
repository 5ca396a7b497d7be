using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mirror.Model.Json;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Oci.Registry.Authentication;

/// <summary>
/// Runs <c>docker-credential-NAME get</c>: the server's name goes in, JSON with user and secret comes out. No message repeats what the program said.
/// </summary>
internal sealed partial class CredentialHelper(HostEnvironment environment, TimeProvider timeProvider)
{
    /// <summary>Long enough for a person to unlock a key ring.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private const string ProgramPrefix = "docker-credential-";
    private const string NotFound = "credentials not found";
    private const string TokenUser = "<token>";
    private const int MaxAnswer = 64 << 10;

    /// <summary>Null when the helper answers that it has none.</summary>
    /// <exception cref="MirrorException">The helper is not there, fails, is too slow, or answers something else.</exception>
    public async Task<RegistryCredential?> GetAsync(CredentialHelperCall call, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(FindProgram(call), ["get"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment.Variables)
        {
            start.Environment[name] = value;
        }

        using var timeout = new CancellationTokenSource(Limit, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw Failed(call, $"cannot be started: {exception.Message}");
        }

        try
        {
            return await ConverseAsync(process, call, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(call, $"did not answer within {Limit.TotalSeconds:0} s.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<RegistryCredential?> ConverseAsync(Process process, CredentialHelperCall call, CancellationToken cancellationToken)
    {
        var answering = ReadAsync(process.StandardOutput.BaseStream, cancellationToken);
        var complaining = ReadAsync(process.StandardError.BaseStream, cancellationToken);
        await WriteAsync(process, call.Server, cancellationToken).ConfigureAwait(false);
        var first = await Task.WhenAny(answering, complaining).ConfigureAwait(false);
        if (await first.ConfigureAwait(false) is null)
        {
            // Else it would wait for us to read on, and we for the end of its other stream.
            process.Kill(entireProcessTree: true);
        }

        var answer = await answering.ConfigureAwait(false);
        var complaint = await complaining.ConfigureAwait(false);
        if (answer is null || complaint is null)
        {
            throw Failed(call, $"wrote more than {MaxAnswer / 1024} KiB.");
        }

        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (process.ExitCode == 0)
        {
            return Parse(call, answer);
        }

        // By the protocol this stands alone on the standard output.
        return Encoding.UTF8.GetString(answer).Contains(NotFound, StringComparison.OrdinalIgnoreCase)
            ? null
            : throw Failed(call, $"ended with exit code {process.ExitCode}.");
    }

    private static async Task WriteAsync(Process process, string server, CancellationToken cancellationToken)
    {
        var input = process.StandardInput.BaseStream;
        await using (input.ConfigureAwait(false))
        {
            try
            {
                await input.WriteAsync(Encoding.UTF8.GetBytes(server), cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                // A helper that ends without reading says by its exit code and answer whether that was right.
            }
        }
    }

    /// <summary>All that comes, read to its end so that the program is not blocked; null if it is too much.</summary>
    private static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxAnswer + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length > MaxAnswer ? null : buffer[..length];
    }

    private static RegistryCredential? Parse(CredentialHelperCall call, byte[] answer)
    {
        try
        {
            using var document = JsonText.Parse(answer);
            var user = Property(document.RootElement, "Username");
            var secret = Property(document.RootElement, "Secret");
            return (user, secret) switch
            {
                ("", "") => null,
                (TokenUser, _) => RegistryCredential.Token(secret),
                _ => RegistryCredential.Basic(user, secret),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Without the inner exception: it may quote the answer.
            throw Failed(call, "answered something else than JSON with 'Username' and 'Secret'.");
        }
    }

    private static string Property(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private string FindProgram(CredentialHelperCall call)
    {
        if (!NamePattern().IsMatch(call.Helper))
        {
            throw MirrorErrors.CredentialHelperFailed.Exception(
                $"'{call.NamedBy}' names the credential helper '{call.Helper}'; expected the end of a program's name, of letters, digits, '.', '_' and '-'.");
        }

        return environment.FindProgram(ProgramPrefix + call.Helper) ?? throw Failed(call, "is not in any folder of PATH.");
    }

    private static MirrorException Failed(CredentialHelperCall call, string what) => MirrorErrors.CredentialHelperFailed.Exception(
        $"The credential helper '{ProgramPrefix}{call.Helper}', which '{call.NamedBy}' names, was to be asked for '{call.Server}'; it {what}");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();
}
