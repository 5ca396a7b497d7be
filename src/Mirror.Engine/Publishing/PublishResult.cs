using System.Globalization;
using Mirror.Oci.Copying;

namespace Mirror.Engine.Publishing;

/// <summary>How a publish ended: of <see cref="Total"/> images, <see cref="Copied"/> were missing and are there now, <see cref="Failures"/> still are not.</summary>
public sealed record PublishResult(int Total, int Copied, IReadOnlyList<CopyFailure> Failures, Destination Destination)
{
    /// <summary>The receipt that was written, as messages call it; null when none was.</summary>
    public string? Receipt { get; init; }

    /// <summary>What a run has brought that was asked for a part alone; null for a whole run, and where there was nothing to bring.</summary>
    public ShardResult? Part { get; init; }

    /// <summary>The result of a complete run; an incomplete one is an exception that names every image (promise 4).</summary>
    /// <exception cref="MirrorException">
    /// Exit 6 if part of the content is at the destination, else that of the first failure; that of the failure, too, if it stopped the run.
    /// </exception>
    public StepResult ToStepResult()
    {
        if (Failures.Count == 0 && Part is not null)
        {
            return StepResult.Done(string.Create(
                CultureInfo.InvariantCulture,
                $"part {Part.Shard} is at '{Destination}': {Part.Blobs} of {Counted.Of(Part.Total, "blob", "blobs")}. When all parts are, Publish without --shard writes images, tags and catalogs"));
        }

        if (Failures.Count == 0)
        {
            return Copied == 0
                ? StepResult.UpToDate($"'{Destination}' has {(Total == 1 ? "the one image" : $"all {Counted.Images(Total)}")} of the lock{ReceiptText}")
                : StepResult.Done(string.Create(CultureInfo.InvariantCulture, $"'{Destination}' has {Counted.Images(Total)}, {Copied} of them new{ReceiptText}"));
        }

        var reasons = Failures.SelectMany(failure => failure.Reason.Diagnostics.Select(d => d with
        {
            Message = $"'{failure.Image.Origin}' ({failure.Image.Because}) is not at the destination as '{failure.Image.Target}': {d.Message}",
        }));
        if (Failures.FirstOrDefault(failure => failure.Image.Release is not null) is { } end)
        {
            var stopped = MirrorErrors.ReleaseStopped.Diagnostic(
                $"The run was stopped, because the release '{end.Image.Release}' is incomplete without '{end.Image.Origin}'. Tags of a release are written when all of it has arrived. "
                + "Mend what is named above and run the same command again: only what is missing is sent.");
            throw new MirrorException([.. reasons, stopped]) { ExitCode = end.Reason.ExitCode };
        }

        var isEmpty = Failures.Count == Total;
        var summary = MirrorErrors.PublishIncomplete.Diagnostic(string.Create(
            CultureInfo.InvariantCulture,
            $"{Failures.Count} of {Counted.Images(Total)} missing at '{Destination}'. The cluster resources of the last complete run stay. Mend what is named above and run the same command again: only what is missing is sent."));
        throw new MirrorException([.. reasons, summary])
        {
            ExitCode = isEmpty ? Failures[0].Reason.ExitCode : ExitCode.Incomplete,
        };
    }

    private string ReceiptText => Receipt is null ? "" : $"; receipt '{Receipt}'";
}
