using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Mirror.Oci.Store;

/// <summary>
/// The <c>index.json</c> of an OCI image layout: which manifests the layout offers, and under which names. Read whole, changed under a lock
/// that holds between processes, replaced whole.
/// </summary>
public sealed class LayoutIndex
{
    /// <summary>The annotation that names an entry (image-spec, annotations).</summary>
    public const string RefName = "org.opencontainers.image.ref.name";

    private const int MaxSize = 64 * 1024 * 1024;
    private static readonly byte[] LayoutVersion = Encoding.UTF8.GetBytes("{\"imageLayoutVersion\":\"1.0.0\"}");

    private readonly string _root;
    private readonly string _path;

    /// <summary>The index of the layout at <paramref name="root"/>.</summary>
    public LayoutIndex(string root)
    {
        _root = Path.GetFullPath(root);
        _path = Path.Combine(_root, "index.json");
    }

    /// <summary>The entries in their order; none when there is no file.</summary>
    /// <exception cref="MirrorException">MIR4004: the file is not an index.</exception>
    public async Task<IReadOnlyList<Descriptor>> ReadAsync(CancellationToken cancellationToken)
    {
        var file = new FileInfo(_path);
        if (!file.Exists)
        {
            return [];
        }

        if (file.Length > MaxSize)
        {
            throw MirrorErrors.LayoutInvalid.Exception($"'{_path}' has more than {MaxSize} bytes.");
        }

        var bytes = await File.ReadAllBytesAsync(_path, cancellationToken).ConfigureAwait(false);
        return Parse(bytes);
    }

    /// <summary>
    /// Adds <paramref name="entries"/>; an entry replaces one of the same name, or of the same digest where it has no name. Others stay.
    /// </summary>
    public async Task AddAsync(IReadOnlyCollection<Descriptor> entries, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_root);
        using var _ = await FileLock.AcquireAsync(Path.Combine(_root, ".lock"), cancellationToken).ConfigureAwait(false);
        var merged = new SortedDictionary<string, Descriptor>(StringComparer.Ordinal);
        foreach (var entry in (await ReadAsync(cancellationToken).ConfigureAwait(false)).Concat(entries))
        {
            merged[KeyOf(entry)] = entry;
        }

        await AtomicFile.WriteAsync(Path.Combine(_root, "oci-layout"), LayoutVersion, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(_path, Write(merged.Values), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes entries out.</summary>
    public async Task RemoveAsync(Func<Descriptor, bool> isRemoved, CancellationToken cancellationToken)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        using var _ = await FileLock.AcquireAsync(Path.Combine(_root, ".lock"), cancellationToken).ConfigureAwait(false);
        var kept = (await ReadAsync(cancellationToken).ConfigureAwait(false)).Where(entry => !isRemoved(entry));
        await AtomicFile.WriteAsync(_path, Write(kept), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The name of an entry; empty when it has none.</summary>
    public static string NameOf(Descriptor entry) => entry.Annotations.GetValueOrDefault(RefName, "");

    private static string KeyOf(Descriptor entry) => NameOf(entry) is { Length: > 0 } name ? name : $"@{entry.Digest}";

    private IReadOnlyList<Descriptor> Parse(byte[] bytes)
    {
        try
        {
            // An index of a layout may name more than an image index in a registry may; the rules are the same otherwise.
            return LayoutIndexReader.Read(bytes);
        }
        catch (JsonException e)
        {
            throw MirrorErrors.LayoutInvalid.Exception($"'{_path}' is not the index of an OCI image layout: {e.Message}", e);
        }
    }

    /// <summary>The bytes of an index with these entries, in their order.</summary>
    public static byte[] Write(IEnumerable<Descriptor> entries)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", MediaTypes.OciIndex);
            json.WriteStartArray("manifests");
            foreach (var entry in entries)
            {
                WriteEntry(json, entry);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, Descriptor entry)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", entry.MediaType);
        json.WriteString("digest", entry.Digest.ToString());
        json.WriteNumber("size", entry.Size);
        if (entry.Annotations.Count > 0)
        {
            json.WriteStartObject("annotations");
            foreach (var (key, value) in entry.Annotations.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
