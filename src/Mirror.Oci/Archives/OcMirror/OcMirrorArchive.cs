using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Layers;

namespace Mirror.Oci.Archives.OcMirror;

/// <summary>
/// The files of an archive that oc-mirror wrote, read where they are: the storage of a registry with repositories, tags and blobs (SPEC 3.2), and a working folder. Safe for
/// concurrent use.
/// </summary>
public sealed class OcMirrorArchive : IDisposable
{
    private const int MaxEntries = 5_000_000;
    private const int MaxLink = 200;
    private const int MaxRepositories = 8;

    private readonly List<SafeFileHandle> _files = [];
    private readonly Dictionary<Digest, (int File, long Offset, long Size)> _blobs = [];
    private readonly Dictionary<string, (int File, long Offset, long Size)> _working = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Digest> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, List<string>> _repositories = [];
    private readonly IReadOnlyList<OcMirrorFile> _names;

    private OcMirrorArchive(IReadOnlyList<OcMirrorFile> names) => _names = names;

    /// <summary>How messages call it.</summary>
    public string Name => Path.Combine(Path.GetDirectoryName(_names[0].Path)!, _names[0].Sequence is null ? "mirror_*.tar" : "mirror_seq*.tar");

    /// <summary>Numbers of the archives of v1 that are here, ascending; empty for v2.</summary>
    public IReadOnlyList<int> Sequences => [.. _names.Select(name => name.Sequence).OfType<int>().Distinct().Order()];

    /// <summary>Every tag of every repository, ordered; of archives of v1 the last wins.</summary>
    public IEnumerable<OcMirrorTag> Tags => _tags.Select(pair => (Colon: pair.Key.LastIndexOf(':'), pair.Key, pair.Value))
        .Select(tag => new OcMirrorTag(tag.Key[..tag.Colon], tag.Key[(tag.Colon + 1)..], tag.Value));

    /// <summary>Some repositories that had the content where the archive was written, so that the destination of earlier archives may have it there too.</summary>
    public IReadOnlyList<string> RepositoriesOf(Digest digest) => _repositories.GetValueOrDefault(digest, []);

    /// <summary>Files of the working folder, relative to it, and the configuration <c>isc_…</c>; ordered.</summary>
    public IEnumerable<string> WorkingFiles => _working.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether there are catalogs that oc-mirror v1 would have rebuilt while publishing.</summary>
    public bool HasCatalogSources { get; private set; }

    /// <summary>Reads the headers of <paramref name="files"/>, all of one archive or of one row of archives.</summary>
    /// <exception cref="MirrorException">MIR4011: a file is damaged, or has entries that no honest tool writes.</exception>
    public static async Task<OcMirrorArchive> OpenAsync(IEnumerable<OcMirrorFile> files, CancellationToken cancellationToken)
    {
        var archive = new OcMirrorArchive([.. files.OrderBy(file => file.Sequence).ThenBy(file => file.Part)]);
        try
        {
            var entries = 0;
            foreach (var file in archive._names)
            {
                entries = await archive.ReadAsync(file, entries, cancellationToken).ConfigureAwait(false);
            }

            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>Whether the content is in one of the files.</summary>
    public bool Contains(Digest digest) => _blobs.ContainsKey(digest);

    /// <summary>Opens content, verified while it is read; null when no file has it.</summary>
    public Stream? Find(Digest digest) => _blobs.TryGetValue(digest, out var place)
        ? new VerifyingStream(new FileSlice(_files[place.File], place.Offset, place.Size), new Descriptor("", digest, place.Size), $"'{_names[place.File].Path}'")
        : null;

    /// <summary>Where content stands; null when no file has it.</summary>
    public ArchivedPlace? PlaceOf(Digest digest) => _blobs.TryGetValue(digest, out var place) ? new ArchivedPlace(_names[place.File].Path, place.Offset, place.Size) : null;

    /// <summary>What the file calls content of this archive. Looked up in the file, because nobody wants to know it of content that is right.</summary>
    public async Task<string> EntryOfAsync(Digest digest, CancellationToken cancellationToken)
    {
        var (file, offset, _) = _blobs[digest];
        var length = RandomAccess.GetLength(_files[file]);
        var stream = new FileSlice(_files[file], 0, length);
        await using (stream.ConfigureAwait(false))
        {
            var reader = NewReader(stream, _names[file], length);
            while (await reader.ReadNextAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (entry.Offset == offset)
                {
                    return entry.Path;
                }
            }
        }

        return digest.ToString();
    }

    /// <summary>A file of <see cref="WorkingFiles"/>.</summary>
    /// <exception cref="MirrorException">MIR4011: it is larger than <paramref name="limit"/>.</exception>
    public async Task<byte[]> ReadWorkingFileAsync(string path, int limit, CancellationToken cancellationToken)
    {
        var (file, offset, size) = _working[path];
        return size <= limit
            ? await ReadAsync(file, offset, (int)size, cancellationToken).ConfigureAwait(false)
            : throw Invalid(_names[file].Path, $"'{path}' has {size} bytes, over the limit of {limit}");
    }

    /// <summary>Reads all content and compares it with the digests that it is named by; a report for each file.</summary>
    public async Task<IReadOnlyList<SegmentReport>> CheckAsync(CopyProgress progress, CancellationToken cancellationToken)
    {
        var problems = _names.Select(_ => new List<Diagnostic>()).ToList();
        foreach (var (digest, place) in _blobs.OrderBy(blob => blob.Value))
        {
            try
            {
                var content = new CountingStream(Find(digest)!, progress);
                await using (content.ConfigureAwait(false))
                {
                    await content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (MirrorException e)
            {
                problems[place.File].AddRange(e.Diagnostics);
            }

            progress.BlobIsThere(place.Size, mounted: false);
        }

        return [.. _names.Select((name, i) => new SegmentReport(name.Path, RandomAccess.GetLength(_files[i]), null, problems[i]))];
    }

    /// <summary>Where content may be that is not here.</summary>
    public string WhereElse() => Sequences is { Count: > 0 } sequences && Enumerable.Range(1, sequences[^1]).Except(sequences).ToList() is { Count: > 0 } earlier
        ? $"the archives of oc-mirror build on each other: name those of sequence {string.Join(", ", earlier.Select(number => number.ToString(CultureInfo.InvariantCulture)))} ('mirror_seq{earlier[0]}_000000.tar' and so on) as well"
        : "an earlier archive of oc-mirror may bring it";

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private async Task<int> ReadAsync(OcMirrorFile name, int entries, CancellationToken cancellationToken)
    {
        var handle = File.OpenHandle(name.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous | FileOptions.RandomAccess);
        _files.Add(handle);
        var length = RandomAccess.GetLength(handle);
        if (length == 0)
        {
            throw Invalid(name.Path, "it is empty");
        }

        var stream = new FileSlice(handle, 0, length);
        await using (stream.ConfigureAwait(false))
        {
            var reader = NewReader(stream, name, length);
            while (await reader.ReadNextAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (++entries > MaxEntries)
                {
                    throw Invalid(name.Path, $"it has more than {MaxEntries} entries");
                }

                await AddAsync(name, entry, cancellationToken).ConfigureAwait(false);
            }
        }

        return entries;
    }

    // Numbers in headers cannot mean more than there is; checksums and modes are numbers too.
    private static TarEntryReader NewReader(Stream stream, OcMirrorFile name, long length) =>
        new(stream, $"'{name.Path}'", new LayerLimits { MaxUnpackedBytes = Math.Max(length, ushort.MaxValue) }, MirrorErrors.ArchiveInvalid);

    private async Task AddAsync(OcMirrorFile name, TarEntry entry, CancellationToken cancellationToken)
    {
        var kind = OcMirrorEntry.TryParse(entry.Path, name.Sequence is not null) ?? throw Invalid(name.Path, $"it has an entry '{entry.Path}'");
        if (kind is OcMirrorEntry.TaggedManifest alias && (entry.Type is '1' or '2'))
        {
            _tags[$"{alias.Repository}:{alias.Tag}"] = LinkTarget(name, entry);
            return;
        }

        if (entry.Type is not ('0' or '\0'))
        {
            return;
        }

        var place = (File: _files.Count - 1, entry.Offset, entry.Size);
        switch (kind)
        {
            case OcMirrorEntry.Blob blob:
                _blobs.TryAdd(blob.Digest, place);
                break;
            case OcMirrorEntry.TagLink link:
                _tags[$"{link.Repository}:{link.Tag}"] = await ReadLinkAsync(name, entry, cancellationToken).ConfigureAwait(false);
                break;
            case OcMirrorEntry.Revision revision:
                Remember(revision.Digest, revision.Repository);
                break;
            case OcMirrorEntry.LayerLink layer:
                Remember(layer.Digest, layer.Repository);
                break;
            case OcMirrorEntry.TaggedManifest tagged:
                _tags[$"{tagged.Repository}:{tagged.Tag}"] = await AddManifestAsync(name, entry, place, cancellationToken).ConfigureAwait(false);
                break;
            case OcMirrorEntry.WorkingFile working:
                _working[working.Path] = place;
                break;
            case OcMirrorEntry.CatalogSource:
                HasCatalogSources = true;
                break;
        }
    }

    // A base layer is in hundreds of repositories, and each is a question to the destination.
    private void Remember(Digest digest, string repository)
    {
        var known = _repositories.TryGetValue(digest, out var list) ? list : _repositories[digest] = [];
        if (known.Count < MaxRepositories)
        {
            known.Add(repository);
        }
    }

    private async Task<Digest> AddManifestAsync(OcMirrorFile name, TarEntry entry, (int File, long Offset, long Size) place, CancellationToken cancellationToken)
    {
        if (entry.Size > ManifestReader.MaxSize)
        {
            throw Invalid(name.Path, $"the manifest '{entry.Path}' has {entry.Size} bytes");
        }

        var digest = Digest.Of(await ReadAsync(place.File, place.Offset, (int)place.Size, cancellationToken).ConfigureAwait(false));
        _blobs.TryAdd(digest, place);
        return digest;
    }

    private async Task<Digest> ReadLinkAsync(OcMirrorFile name, TarEntry entry, CancellationToken cancellationToken)
    {
        var text = entry.Size <= MaxLink ? Encoding.ASCII.GetString(await ReadAsync(_files.Count - 1, entry.Offset, (int)entry.Size, cancellationToken).ConfigureAwait(false)).Trim() : "";
        return Digest.TryParse(text, out var digest) ? digest : throw Invalid(name.Path, $"'{entry.Path}' holds no digest");
    }

    private static Digest LinkTarget(OcMirrorFile name, TarEntry entry) =>
        Digest.TryParse(entry.LinkTarget?.Split('/')[^1], out var digest) ? digest : throw Invalid(name.Path, $"'{entry.Path}' leads to '{entry.LinkTarget}'");

    private async Task<byte[]> ReadAsync(int file, long offset, int size, CancellationToken cancellationToken)
    {
        var bytes = new byte[size];
        var slice = new FileSlice(_files[file], offset, size);
        await using (slice.ConfigureAwait(false))
        {
            await slice.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        return bytes;
    }

    private static MirrorException Invalid(string path, string problem) => MirrorErrors.ArchiveInvalid.Exception($"'{path}' cannot be used: {problem}.");
}
