using Mirror.Charts;
using Mirror.Charts.Loading;
using Mirror.Oci.Layers;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>
/// Charts on disk as archives. A folder is packed as <c>helm package</c> does it, but so that the same files give the same bytes everywhere; then it has a digest, and
/// all that can be done with an archive can be done with it.
/// </summary>
internal static class LocalCharts
{
    /// <summary>The archive of the chart at <paramref name="path"/>, relative to <paramref name="baseFolder"/>; null when there is nothing.</summary>
    /// <exception cref="ChartException">It is not a chart, or too large.</exception>
    public static async Task<byte[]?> FindAsync(string path, string baseFolder, ChartLimits limits, CancellationToken cancellationToken)
    {
        var place = Path.GetFullPath(path, baseFolder);
        if (Directory.Exists(place))
        {
            return await PackAsync(place, limits, cancellationToken).ConfigureAwait(false);
        }

        var file = new FileInfo(place);
        if (!file.Exists)
        {
            return null;
        }

        return file.Length <= limits.MaxArchiveBytes
            ? await File.ReadAllBytesAsync(place, cancellationToken).ConfigureAwait(false)
            : throw new ChartException(ChartFailure.Limit, $"The archive '{path}' has more than {limits.MaxArchiveBytes} bytes.");
    }

    private static async Task<byte[]> PackAsync(string folder, ChartLimits limits, CancellationToken cancellationToken)
    {
        var name = Chart.Load(folder, limits).Name;
        using var packed = new MemoryStream();
        var items = Chart.FilesOf(folder, limits).Select(file => LayerItem.File($"{name}/{file.Path}", file.Data));
        await LayerWriter.WriteAsync(items, packed, cancellationToken).ConfigureAwait(false);
        return packed.ToArray();
    }
}
