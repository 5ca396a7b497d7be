using System.Text;
using Mirror.Model.Oci;

namespace Mirror.Benchmarks.Images;

/// <summary>A single-platform image in a repository of its own.</summary>
internal sealed record BenchImage(string Repository, BenchBlob Config, IReadOnlyList<BenchBlob> Layers)
{
    public const string Tag = "v1";

    public IEnumerable<BenchBlob> Blobs => Layers.Prepend(Config);

    public byte[] Manifest() => Encoding.UTF8.GetBytes(
        $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{{Describe("application/vnd.oci.image.config.v1+json", Config)}},"layers":[{{string.Join(',', Layers.Select(layer => Describe("application/vnd.oci.image.layer.v1.tar+gzip", layer)))}}]}""");

    private static string Describe(string mediaType, BenchBlob blob) =>
        $$"""{"mediaType":"{{mediaType}}","digest":"{{blob.Digest}}","size":{{blob.Size}}}""";
}
