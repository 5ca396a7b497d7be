using System.Text;
using Mirror.Charts.Discovery;
using Mirror.Charts.Rendering;
using Mirror.Model.Configuration;
using ChartValues = Mirror.Charts.Values.ChartValues;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>What an entry says about the rendering of its chart.</summary>
/// <param name="Options">Values and cluster.</param>
/// <param name="ImagePaths">Further places of images.</param>
/// <param name="ValuesFiles">Digests of the files that values came from, by path as it is written.</param>
internal sealed record ChartInput(RenderOptions Options, IReadOnlyList<ImagePath> ImagePaths, IReadOnlyDictionary<string, Digest> ValuesFiles)
{
    /// <summary>Bytes of a file of values, Helm's limit for files of charts.</summary>
    private const int MaxValuesFile = 5 * 1024 * 1024;

    /// <summary>Reads what <paramref name="entry"/> names; paths are relative to <paramref name="folder"/>.</summary>
    /// <exception cref="Mirror.Charts.ChartException">Values or an image path are wrong.</exception>
    /// <exception cref="MirrorException">MIR7002: a file is missing.</exception>
    public static async Task<ChartInput> ReadAsync(HelmChart entry, string folder, CancellationToken cancellationToken)
    {
        var values = ChartValues.Empty;
        var digests = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var path in entry.ValuesFiles)
        {
            var bytes = await ReadFileAsync(Path.GetFullPath(path, folder), cancellationToken).ConfigureAwait(false)
                ?? throw MirrorErrors.ChartValuesInvalid.Exception($"There is no values file '{path}', or it has more than {MaxValuesFile} bytes.", entry.SpanOf("valuesFiles"));
            digests[path] = Digest.Of(bytes);
            values = values.MergedWith(ChartValues.Parse(Encoding.UTF8.GetString(bytes), path));
        }

        values = values.MergedWith(ChartValues.Parse(entry.Values.Json, "values"));
        var capabilities = KubernetesCapabilities.Default.WithApiVersions(entry.ApiVersions);
        return new ChartInput(
            new RenderOptions
            {
                Values = values,
                Capabilities = entry.KubeVersion is null ? capabilities : capabilities.WithKubeVersion(entry.KubeVersion),
                Clock = ChartClock.Instance,
            },
            [.. entry.ImagePaths.Select(ImagePath.Parse)],
            digests);
    }

    /// <summary>A file of values; null when it is not there or too large to be one.</summary>
    public static async Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellationToken) =>
        new FileInfo(path) is { Exists: true, Length: <= MaxValuesFile } ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false) : null;
}
