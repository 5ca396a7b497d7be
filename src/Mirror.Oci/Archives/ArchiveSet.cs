using Mirror.Oci.Archives.OcMirror;
using Mirror.Oci.Content;

namespace Mirror.Oci.Archives;

/// <summary>
/// Any number of archives as one place to read from: blobs come straight out of the files, each verified while it is read. Knows content by digest alone. Safe for concurrent
/// use.
/// </summary>
public sealed class ArchiveSet : IImageSource, IDisposable
{
    private readonly Dictionary<Digest, ArchiveSegment> _present = [];
    private readonly Dictionary<Digest, string> _absent = [];
    private readonly Dictionary<Digest, (RequiredBlob Blob, ArchiveName Base)> _required = [];

    private ArchiveSet(IReadOnlyList<Archive> archives, IReadOnlyList<OcMirrorArchive> foreign)
    {
        Archives = archives;
        OcMirror = foreign;
        foreach (var archive in archives)
        {
            foreach (var segment in archive.Segments)
            {
                foreach (var blob in segment.Blobs)
                {
                    _present.TryAdd(blob.Digest, segment);
                }
            }

            foreach (var number in archive.Absent)
            {
                foreach (var blob in archive.Contents.Segments[number - 1])
                {
                    _absent.TryAdd(blob.Digest, archive.Contents.Name.SegmentFile(number));
                }
            }

            foreach (var blob in archive.Contents.Requires)
            {
                _required.TryAdd(blob.Digest, (blob, new ArchiveName(archive.Contents.Mirror, archive.Contents.Base?.ToShortString() ?? "", null, null)));
            }
        }
    }

    /// <summary>The archives, by name.</summary>
    public IReadOnlyList<Archive> Archives { get; }

    /// <summary>Archives that oc-mirror wrote, one for each folder and version.</summary>
    public IReadOnlyList<OcMirrorArchive> OcMirror { get; }

    /// <summary>Opens the files that <paramref name="paths"/> name or hold. One that is not right makes the whole unusable, and all that are not are named.</summary>
    /// <exception cref="MirrorException">MIR4011 to MIR4013, MIR4016.</exception>
    public static async Task<ArchiveSet> OpenAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var segments = new List<ArchiveSegment>();
        var foreign = new List<OcMirrorArchive>();
        var problems = new List<Diagnostic>();
        try
        {
            var files = ArchiveFiles.Find(paths);
            foreach (var file in files.Where(file => OcMirrorFile.TryParse(file) is null))
            {
                await TryAsync(async () => segments.Add(await ArchiveSegment.OpenAsync(file, segments, cancellationToken).ConfigureAwait(false)), problems).ConfigureAwait(false);
            }

            foreach (var group in files.Select(OcMirrorFile.TryParse).OfType<OcMirrorFile>().GroupBy(file => (Path.GetDirectoryName(file.Path), file.Sequence is null)))
            {
                await TryAsync(async () => foreign.Add(await OcMirrorArchive.OpenAsync(group, cancellationToken).ConfigureAwait(false)), problems).ConfigureAwait(false);
            }

            var archives = segments.GroupBy(segment => segment.Contents.Name).OrderBy(group => group.Key.Stem, StringComparer.Ordinal).Select(group => Join(group, problems)).ToList();
            return problems.Count == 0 ? new ArchiveSet(archives, foreign) : throw new MirrorException(problems);
        }
        catch
        {
            segments.ForEach(segment => segment.Dispose());
            foreign.ForEach(archive => archive.Dispose());
            throw;
        }
    }

    /// <summary>Whether a segment that is here has it.</summary>
    public bool Contains(Digest digest) => _present.ContainsKey(digest) || OcMirror.Any(archive => archive.Contains(digest));

    /// <summary>Where it is read from; null when no file that is here has it.</summary>
    public ArchivedPlace? PlaceOf(Digest digest) =>
        _present.GetValueOrDefault(digest)?.PlaceOf(digest) ?? OcMirror.Select(archive => archive.PlaceOf(digest)).FirstOrDefault(place => place is not null);

    /// <summary>Opens content that is here, verified while it is read.</summary>
    public Stream Open(Digest digest) => Find(digest) ?? throw new InvalidOperationException($"No archive has '{digest}'.");

    /// <summary>What is wrong with content that could not be read to its end, for people: the file, the entry in it and the reason.</summary>
    public async Task<string> DescribeAsync(Digest digest, Exception reason, CancellationToken cancellationToken)
    {
        var place = PlaceOf(digest) ?? throw new InvalidOperationException($"No archive has '{digest}'.");
        var entry = _present.ContainsKey(digest)
            ? SegmentLayout.Blob(new ArchivedBlob(digest, place.Size)).Path
            : await OcMirror.First(archive => archive.Contains(digest)).EntryOfAsync(digest, cancellationToken).ConfigureAwait(false);
        return $"'{place.File}' is damaged: its entry '{entry}' ({place.Size} bytes) {(reason is MirrorException ? $"is not '{digest}'" : $"that should be '{digest}' cannot be read ({reason.Message.TrimEnd('.')})")}";
    }

    /// <summary>The file of a segment that has it and is not here.</summary>
    public string? AbsentSegmentOf(Digest digest) => _absent.GetValueOrDefault(digest);

    /// <summary>What an archive says of content that it leaves to its base, and how files of an archive of that base are called.</summary>
    public (RequiredBlob Blob, ArchiveName Base)? RequirementOf(Digest digest) => _required.TryGetValue(digest, out var found) ? found : null;

    /// <inheritdoc/>
    public async Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (image.Digest is not { } digest || Find(digest) is not { } content)
        {
            return null;
        }

        await using (content.ConfigureAwait(false))
        {
            if (content.Length > ManifestReader.MaxSize)
            {
                throw MirrorErrors.ManifestTooLarge.Exception($"The manifest '{image}' has more than {ManifestReader.MaxSize} bytes.");
            }

            var bytes = new byte[content.Length];
            try
            {
                await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (ContentDamage.IsDamage(e))
            {
                throw MirrorErrors.ArchiveContentDamaged.Exception($"{await DescribeAsync(digest, e, cancellationToken).ConfigureAwait(false)}, which '{image}' needs.", e);
            }

            return ManifestReader.Read(bytes, contentType: null, image.ToString());
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken)
    {
        var content = Find(blob.Digest);
        return content is null || content.Length == blob.Size
            ? Task.FromResult(content)
            : throw MirrorErrors.SizeMismatch.Exception($"'{blob.Digest}' has {content.Length} bytes in an archive, and {blob.Size} by the manifest of '{image}'.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var segment in Archives.SelectMany(archive => archive.Segments))
        {
            segment.Dispose();
        }

        foreach (var archive in OcMirror)
        {
            archive.Dispose();
        }
    }

    private Stream? Find(Digest digest) =>
        _present.GetValueOrDefault(digest)?.Find(digest) ?? OcMirror.Select(archive => archive.Find(digest)).FirstOrDefault(content => content is not null);

    private static async Task TryAsync(Func<Task> open, List<Diagnostic> problems)
    {
        try
        {
            await open().ConfigureAwait(false);
        }
        catch (MirrorException e)
        {
            // Thrown together with the others.
            problems.AddRange(e.Diagnostics);
        }
    }

    private static Archive Join(IEnumerable<ArchiveSegment> segments, List<Diagnostic> problems)
    {
        var ordered = segments.OrderBy(segment => segment.Number).ThenBy(segment => segment.Path, StringComparer.Ordinal).ToList();
        problems.AddRange(ordered
            .Where(segment => !ReferenceEquals(segment.Contents, ordered[0].Contents) && segment.Contents.Fingerprint != ordered[0].Contents.Fingerprint)
            .Select(segment => MirrorErrors.ArchiveInvalid.Diagnostic(
                $"'{segment.Path}' and '{ordered[0].Path}' are segments of different archives with one name, packed with different sizes. Keep one archive whole, and move the other away.")));
        return new Archive([.. ordered.DistinctBy(segment => segment.Number)]);
    }
}
