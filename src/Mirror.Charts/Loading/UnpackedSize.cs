namespace Mirror.Charts.Loading;

/// <summary>Counts what a chart and the packed charts inside of it take together: each of them alone may be within the limits.</summary>
internal sealed class UnpackedSize(string chart, ChartLimits limits)
{
    private long _bytes;
    private long _files;

    /// <exception cref="ChartException">It is more than the limits allow.</exception>
    public void Add(IReadOnlyList<ChartFile> files)
    {
        _files += files.Count;
        _bytes += files.Sum(file => (long)file.Data.Length);
        if (_bytes > limits.MaxTotalBytes || _files > limits.MaxEntries)
        {
            throw new ChartException(
                ChartFailure.Limit,
                $"The chart '{chart}' and the charts packed inside of it have more than {limits.MaxTotalBytes} bytes or {limits.MaxEntries} files when they are unpacked.");
        }
    }
}
