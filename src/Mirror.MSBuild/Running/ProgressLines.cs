using System.Globalization;
using Mirror.Oci.Copying;

namespace Mirror.MSBuild.Running;

/// <summary>Says from time to time how far a step is, so that a build of hours is seen to live; nothing when nothing has moved since.</summary>
internal sealed class ProgressLines : IAsyncDisposable
{
    /// <summary>Long enough that a build of an unchanged mirror says nothing.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly CopyProgress _progress;
    private readonly TaskLog _log;
    private readonly string _step;
    private readonly ITimer _timer;
    private string? _last;

    public ProgressLines(string step, CopyProgress progress, TaskLog log, TimeProvider time)
    {
        _step = step;
        _progress = progress;
        _log = log;
        _timer = time.CreateTimer(_ => Say(), null, Period, Timeout.InfiniteTimeSpan);
    }

    // Waits for a line that is being said: a task that has ended may not log.
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Say()
    {
        var isVerifying = _progress.BytesVerified < _progress.BytesToVerify;
        var line = isVerifying
            ? $"{_step}: verifying archives, {ByteSize.Format(_progress.BytesVerified)} of {ByteSize.Format(_progress.BytesToVerify)}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{_step}: {_progress.ImagesDone}/{_progress.ImagesTotal} images, {ByteSize.Format(_progress.BytesDone)} of {ByteSize.Format(_progress.BytesTotal)}");
        if ((_progress.ImagesTotal > 0 || isVerifying) && line != _last)
        {
            _last = line;
            _log.Say(MessageImportance.High, line);
        }

        // Only now, so that two lines are never said at the same time.
        _timer.Change(Period, Timeout.InfiniteTimeSpan);
    }
}
