namespace Mirror.Sandbox.Samples.Charts;

/// <summary>A chart that the sample upstream has.</summary>
/// <param name="Archive">The <c>.tgz</c>.</param>
public sealed record SampleChart(string Name, string Version, ReadOnlyMemory<byte> Archive)
{
    /// <summary>Its file in the chart repository.</summary>
    public string FileName => $"{Name}-{Version}.tgz";

    /// <summary>The address of <see cref="Archive"/>.</summary>
    public Digest Digest => Digest.Of(Archive.Span);
}
