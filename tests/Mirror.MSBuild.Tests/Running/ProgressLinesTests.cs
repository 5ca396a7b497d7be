using Microsoft.Build.Utilities;
using Mirror.MSBuild.Running;
using Mirror.MSBuild.Tests.Tasks;
using Mirror.Oci.Copying;
using Mirror.Testing;

namespace Mirror.MSBuild.Tests.Running;

/// <summary>Signs of life of a long build.</summary>
public sealed class ProgressLinesTests
{
    [Fact]
    public async Task Line_comes_when_something_has_moved_and_only_once()
    {
        var engine = new RecordingBuildEngine();
        var time = new ManualTimeProvider();
        var progress = new CopyProgress();
        await using var lines = new ProgressLines("MirrorFetch", progress, new TaskLog(new TaskLoggingHelper(engine, "MirrorFetch"), "/project"), time);

        time.Advance(ProgressLines.Period);
        progress.Plan(3, 4096);
        progress.BlobIsThere(1024, mounted: false);
        time.Advance(ProgressLines.Period);
        time.Advance(ProgressLines.Period);

        Assert.Equal(["MirrorFetch: 0/3 images, 1 KiB of 4 KiB"], engine.Messages);
    }
}
