using System.Globalization;

namespace Mirror.Build.Reporting;

/// <summary>Progress in words, the same for terminals and logs.</summary>
internal static class ProgressText
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary><c>12/210 images, 1.2/3.4 GiB, 85.0 MiB/s, 0:27 left</c>; rate and time are left out until they are known.</summary>
    public static string Line(ProgressSample sample, double bytesPerSecond)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{sample.ImagesDone}/{sample.ImagesTotal} images, {Bytes(sample.BytesDone)} of {Bytes(sample.BytesTotal)}");
        if (bytesPerSecond < 1)
        {
            return text;
        }

        text += $", {Bytes((long)bytesPerSecond)}/s";
        var left = TimeSpan.FromSeconds(Math.Min((sample.BytesTotal - sample.BytesDone) / bytesPerSecond, TimeSpan.FromDays(99).TotalSeconds));
        return left < TimeSpan.FromSeconds(1) ? text : $"{text}, {Duration(left)} left";
    }

    /// <summary>With one decimal above bytes.</summary>
    public static string Bytes(long count)
    {
        var unit = 0;
        double value = count;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {Units[unit]}");
    }

    private static string Duration(TimeSpan time) => time < TimeSpan.FromHours(1)
        ? time.ToString(@"m\:ss", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
}
