using Mirror.MSBuild.Running;
using Mirror.Oci.Store;

namespace Mirror.MSBuild.Stamping;

/// <summary>
/// Makes MSBuild's comparison of times one of content: the file of inputs holds a fingerprint and is rewritten only when that changes, the other file is
/// touched when the step has succeeded. Outputs are part of the fingerprint, so that a file that someone removed or edited comes back.
/// </summary>
internal sealed class StepStamp(StampedStep step, RunOptions options)
{
    public string InputsFile => Path.Combine(options.Options.OutputFolder, "plan", $"Mirror{step}.inputs");

    public string DoneFile => Path.Combine(options.Options.OutputFolder, "plan", $"Mirror{step}.done");

    /// <summary>Whether MSBuild skips the step, once the file of inputs is up to date.</summary>
    public bool IsDone => File.Exists(DoneFile) && File.GetLastWriteTimeUtc(DoneFile) >= File.GetLastWriteTimeUtc(InputsFile);

    /// <summary>Before the step.</summary>
    public async Task UpdateAsync(CancellationToken cancellationToken)
    {
        var fingerprint = await StepFingerprint.ComputeAsync(step, options, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(InputsFile, $"{fingerprint}\n", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>After the step: the inputs that it had, with the outputs that it has made.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await UpdateAsync(cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(DoneFile, "", cancellationToken).ConfigureAwait(false);
    }
}
