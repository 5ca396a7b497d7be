using System.Globalization;

namespace Mirror.Build.Reporting;

/// <summary>Progress in words, the same for terminals and logs.</summary>
internal static class ProgressText
{
    /// <summary><c>12/210 images, 1.2/3.4 GiB, 85.0 MiB/s, 0:27 left</c>; rate and time are left out until they are known. Before that <c>verifying archives, …</c> where there are any; bytes alone where no image is completed.</summary>
    public static string Line(ProgressSample sample, double bytesPerSecond)
    {
        var (done, total) = sample.IsVerifying ? (sample.BytesVerified, sample.BytesToVerify) : (sample.BytesDone, sample.BytesTotal);
        var bytes = $"{ByteSize.Format(done)} of {ByteSize.Format(total)}";
        var text = sample.IsVerifying ? $"verifying archives, {bytes}"
            : sample.ImagesTotal == 0 ? bytes
            : string.Create(CultureInfo.InvariantCulture, $"{sample.ImagesDone}/{sample.ImagesTotal} images, {bytes}");
        if (bytesPerSecond < 1)
        {
            return text;
        }

        text += $", {ByteSize.Format((long)bytesPerSecond)}/s";
        var left = TimeSpan.FromSeconds(Math.Min((total - done) / bytesPerSecond, TimeSpan.FromDays(99).TotalSeconds));
        return left < TimeSpan.FromSeconds(1) ? text : $"{text}, {Duration(left)} left";
    }

    private static string Duration(TimeSpan time) => time < TimeSpan.FromHours(1)
        ? time.ToString(@"m\:ss", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
}
