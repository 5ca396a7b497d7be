using System.Globalization;

namespace Mirror.Build.Reporting;

/// <summary>Progress in words, the same for terminals and logs.</summary>
internal static class ProgressText
{
    /// <summary><c>12/210 images, 1.2/3.4 GiB, 85.0 MiB/s, 0:27 left</c>; rate and time are left out until they are known.</summary>
    public static string Line(ProgressSample sample, double bytesPerSecond)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{sample.ImagesDone}/{sample.ImagesTotal} images, {ByteSize.Format(sample.BytesDone)} of {ByteSize.Format(sample.BytesTotal)}");
        if (bytesPerSecond < 1)
        {
            return text;
        }

        text += $", {ByteSize.Format((long)bytesPerSecond)}/s";
        var left = TimeSpan.FromSeconds(Math.Min((sample.BytesTotal - sample.BytesDone) / bytesPerSecond, TimeSpan.FromDays(99).TotalSeconds));
        return left < TimeSpan.FromSeconds(1) ? text : $"{text}, {Duration(left)} left";
    }

    private static string Duration(TimeSpan time) => time < TimeSpan.FromHours(1)
        ? time.ToString(@"m\:ss", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
}
