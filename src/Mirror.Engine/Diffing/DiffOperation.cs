using Mirror.Engine.Locking;
using Mirror.Engine.Policies;
using Mirror.Oci.Store;

namespace Mirror.Engine.Diffing;

/// <summary>
/// Compares the lock with an older one and writes what that means, for a merge request, a terminal and machines. Reads the two files and nothing else.
/// </summary>
internal sealed class DiffOperation(MirrorOptions options, LockStorage storage, LockBaseReader bases, PolicyGate policies, Action<string> say)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var now = new LockSnapshot(storage.DisplayName, await storage.ReadAsync(cancellationToken).ConfigureAwait(false));
        var old = await bases.ReadAsync(cancellationToken).ConfigureAwait(false);
        var diff = LockComparison.Compare(new LockSnapshot(old.Name, old.Lock), now);
        var findings = await policies.FindAsync(diff, cancellationToken).ConfigureAwait(false);
        var folder = Path.Combine(options.OutputFolder, "diff");
        var text = DiffText.Write(options.Name, diff, findings);
        await AtomicFile.WriteAsync(Path.Combine(folder, "diff.md"), DiffMarkdown.Write(options.Name, diff, findings), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(Path.Combine(folder, "diff.txt"), text, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(Path.Combine(folder, "diff.json"), DiffJson.Write(options.Name, diff, findings), cancellationToken).ConfigureAwait(false);
        say(text);
        policies.Enforce(findings);
        return StepResult.Done($"{DiffWords.Counts(diff).TrimEnd('.')}; see '{options.DisplayPath(folder)}'");
    }
}
