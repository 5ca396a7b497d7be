using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Engine.Locking;

/// <summary>Reads committed files through the <c>git</c> program. Changes nothing, and asks nobody for a password.</summary>
/// <param name="folder">Any existing folder of the work tree; file names are relative to it.</param>
internal sealed class GitRepository(string folder, HostEnvironment environment)
{
    private const int MaxText = 64 << 10;

    private readonly string? _program = environment.FindProgram("git");

    /// <summary>Whether there is a git to ask.</summary>
    public bool HasProgram => _program is not null;

    /// <summary>Whether the folder belongs to a work tree that git reads.</summary>
    public async Task<bool> IsWorkTreeAsync(CancellationToken cancellationToken) =>
        HasProgram && await RunTextAsync(["rev-parse", "--is-inside-work-tree"], cancellationToken).ConfigureAwait(false) == "true";

    /// <summary>The full id of the commit that <paramref name="revision"/> means; null when there is none, as in a shallow clone.</summary>
    public Task<string?> FindCommitAsync(string revision, CancellationToken cancellationToken) =>
        RunTextAsync(["rev-parse", "--verify", "--quiet", $"{revision}^{{commit}}"], cancellationToken);

    /// <summary>The common ancestor of two commits; null when the clone does not reach back to it.</summary>
    public Task<string?> FindMergeBaseAsync(string commit, string other, CancellationToken cancellationToken) =>
        RunTextAsync(["merge-base", commit, other], cancellationToken);

    /// <summary>The last commit before a day began in UTC that changed a file of the folder; null when there is none.</summary>
    public async Task<string?> FindLastBeforeAsync(DateOnly day, string name, CancellationToken cancellationToken)
    {
        var before = string.Create(CultureInfo.InvariantCulture, $"--before={day:yyyy-MM-dd}T00:00:00Z");
        return await RunTextAsync(["rev-list", "-1", before, "HEAD", "--", name], cancellationToken).ConfigureAwait(false) is { Length: > 0 } commit ? commit : null;
    }

    /// <summary>A file of the folder as <paramref name="commit"/> has it, or null when it has none.</summary>
    public async Task<byte[]?> FindFileAsync(string commit, string name, int maxSize, CancellationToken cancellationToken)
    {
        // Asked first, because git ends in the same way for a file that is not there and for a clone that is broken.
        if (await RunTextAsync(["ls-tree", "--name-only", commit, "--", name], cancellationToken).ConfigureAwait(false) is not { Length: > 0 })
        {
            return null;
        }

        return await RunAsync(["cat-file", "blob", $"{commit}:./{name}"], maxSize, cancellationToken).ConfigureAwait(false)
            ?? throw MirrorErrors.BaseUnreadable.Exception($"git cannot give '{name}' of commit '{commit}'. Try 'git show {commit}:./{name}' in '{folder}'.");
    }

    /// <summary>What both sides of the merge that is under way started from, for a file of the folder in conflict; null when there is no such merge, or both added the file.</summary>
    public Task<byte[]?> FindAncestorAsync(string name, int maxSize, CancellationToken cancellationToken) =>
        RunAsync(["cat-file", "blob", $":1:./{name}"], maxSize, cancellationToken);

    /// <summary>Three versions of a file merged by lines, with markers where both sides changed a line; null when git cannot.</summary>
    public async Task<byte[]?> FindMergedTextAsync(string ancestor, string ours, string theirs, int maxSize, CancellationToken cancellationToken)
    {
        // It ends with the number of conflicts, 127 for as many or more, and with 255 for an error.
        const int MaxConflicts = 127;
        return HasProgram
            ? await RunAsync(["merge-file", "-p", "--diff3", "-L", "ours", "-L", "base", "-L", "theirs", ours, ancestor, theirs], maxSize, cancellationToken, MaxConflicts).ConfigureAwait(false)
            : null;
    }

    private async Task<string?> RunTextAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        await RunAsync(arguments, MaxText, cancellationToken).ConfigureAwait(false) is { } output ? Encoding.UTF8.GetString(output).Trim() : null;

    /// <summary>What the program printed; null when it failed.</summary>
    private async Task<byte[]?> RunAsync(IReadOnlyList<string> arguments, int maxSize, CancellationToken cancellationToken, int maxExitCode = 0)
    {
        var start = new ProcessStartInfo(_program!, ["-C", folder, .. arguments])
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

        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        using var process = new Process { StartInfo = start };
        process.Start();
        try
        {
            process.StandardInput.Close();
            var complaining = process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
            var output = await ReadAsync(process.StandardOutput.BaseStream, maxSize, cancellationToken).ConfigureAwait(false);
            await complaining.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode <= maxExitCode ? output : null;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private async Task<byte[]> ReadAsync(Stream stream, int maxSize, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        var buffer = new byte[32 << 10];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (output.Length + read > maxSize)
            {
                throw MirrorErrors.BaseUnreadable.Exception($"git gives more than {maxSize} bytes for a file of '{folder}', which no lock has.");
            }

            output.Write(buffer, 0, read);
        }

        return output.ToArray();
    }
}
