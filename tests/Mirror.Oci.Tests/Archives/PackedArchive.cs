using System.Text;
using Mirror.Model.Oci;
using Mirror.Oci.Archives;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Archives;

/// <summary>A store with some blobs, and archives of them.</summary>
internal sealed class PackedArchive : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly BlobFolder _store;
    private readonly List<ArchivedBlob> _blobs = [];

    public PackedArchive() => _store = new BlobFolder(_folder.Combine("store"));

    public TempFolder Folder => _folder;

    public IReadOnlyList<ArchivedBlob> Blobs => _blobs;

    public CopyProgress Progress { get; } = new();

    /// <summary>Random bytes that depend on the seed alone.</summary>
    public static byte[] Content(int seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public async Task AddAsync(params int[] sizes)
    {
        foreach (var size in sizes)
        {
            var digest = await _store.IngestAsync(Content(_blobs.Count, size), TestContext.Current.CancellationToken);
            _blobs.Add(new ArchivedBlob(digest, size));
        }
    }

    public ArchivePlan Plan() => new()
    {
        Mirror = "prod",
        Lock = Encoding.UTF8.GetBytes("{\"a lock\": 1}\n"),
        Index = Encoding.UTF8.GetBytes("{\"schemaVersion\": 2, \"manifests\": []}"),
        Blobs = _blobs,
        Requires = [new RequiredBlob(TestDigest.Of("elsewhere"), 9, "ubi9/ubi", "ubi9/ubi:9.6")],
        Base = TestDigest.Of("base"),
    };

    public ArchiveLayout Layout(long segmentSize = 1 << 30) => ArchiveLayout.Of(Plan(), segmentSize);

    public ArchiveWriter Writer(ArchiveLayout layout, string folder = "archives") => new(layout, _folder.Combine(folder), _store, Progress);

    /// <summary>Writes every segment; their paths.</summary>
    public async Task<IReadOnlyList<string>> WriteAsync(long segmentSize = 1 << 30, string folder = "archives")
    {
        var layout = Layout(segmentSize);
        var writer = Writer(layout, folder);
        var paths = new List<string>();
        for (var segment = 1; segment <= layout.Sizes.Count; segment++)
        {
            await writer.WriteAsync(segment, TestContext.Current.CancellationToken);
            paths.Add(writer.PathOf(segment));
        }

        return paths;
    }

    public void Dispose() => _folder.Dispose();
}
