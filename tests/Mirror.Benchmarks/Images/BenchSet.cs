using System.Globalization;

namespace Mirror.Benchmarks.Images;

/// <summary>Images that share some layers, the same on every machine.</summary>
internal sealed record BenchSet(IReadOnlyList<BenchImage> Images)
{
    private const int ImageCount = 210;
    private const int BaseCount = 6;
    private const int OwnCount = 449;

    // So many references to base layers over all images that a plain copy needs 2,780 requests.
    private const int BaseReferences = 371;

    private const int MiB = 1024 * 1024;

    public IReadOnlyList<BenchBlob> Blobs { get; } = [.. Images.SelectMany(image => image.Blobs).DistinctBy(blob => blob.Seed)];

    public long Bytes => Blobs.Sum(blob => (long)blob.Size);

    /// <summary>210 images, 6 base layers of 12 MB, 665 blobs, 695 MB; <paramref name="scale"/> changes the sizes alone.</summary>
    public static BenchSet Standard(double scale) =>
        Make("std", times: 1, baseSize: (int)(12 * MiB * scale), ownSize: index => (int)((256 * 1024 + ((index * 7919) % 2268) * 1024) * scale));

    /// <summary>As many images and blobs as the standard set, or a multiple, and next to no bytes.</summary>
    public static BenchSet Tiny(int times) => Make("tiny", times, baseSize: 1024, ownSize: _ => 512);

    private static BenchSet Make(string name, int times, int baseSize, Func<int, int> ownSize)
    {
        var bases = Enumerable.Range(0, BaseCount * times).Select(i => new BenchBlob(Text($"{name} base {i}"), baseSize)).ToList();
        var own = 0;
        var images = new List<BenchImage>();
        for (var i = 0; i < ImageCount * times; i++)
        {
            var layers = new List<BenchBlob> { bases[i % bases.Count] };
            if (i < (BaseReferences - ImageCount) * times)
            {
                layers.Add(bases[(i + 1) % bases.Count]);
            }

            // 449 layers over 210 images: two or three each.
            for (var due = (int)((i + 1L) * OwnCount / ImageCount); own < due; own++)
            {
                layers.Add(new BenchBlob(Text($"{name} own {own}"), ownSize(own)));
            }

            images.Add(new BenchImage(Text($"bench/{name}-{i:0000}"), new BenchBlob(Text($"{name} config {i}"), 1500), layers));
        }

        return new BenchSet(images);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
