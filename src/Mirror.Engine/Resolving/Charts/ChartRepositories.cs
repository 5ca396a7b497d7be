using System.Collections.Concurrent;
using System.IO.Compression;
using Mirror.Charts;
using Mirror.Charts.Repositories;
using Mirror.Model.Configuration;
using Mirror.Oci.Content;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>The indexes of chart repositories; each is read once a run. Safe for concurrent use.</summary>
internal sealed class ChartRepositories(IFileSource files)
{
    private const string IndexName = "/index.yaml";

    private static readonly ChartIndexLimits Limits = new();

    private readonly ConcurrentDictionary<string, Lazy<Task<ChartIndex>>> _indexes = new(StringComparer.Ordinal);

    /// <summary>What the repository has.</summary>
    /// <exception cref="MirrorException">MIR2460: there is no index; MIR3xxx: the server could not be asked.</exception>
    public Task<ChartIndex> ReadAsync(HelmRepository repository, CancellationToken cancellationToken) =>
        _indexes.GetOrAdd(FolderOf(repository), folder => new Lazy<Task<ChartIndex>>(() => ReadAsync(folder, cancellationToken))).Value;

    /// <summary>Where the archive of <paramref name="entry"/> is: as the index says, relative addresses start at the repository.</summary>
    /// <exception cref="MirrorException">MIR2460: an address is not one.</exception>
    public static IReadOnlyList<Uri> AddressesOf(HelmRepository repository, ChartIndexEntry entry)
    {
        var folder = new Uri(FolderOf(repository) + "/");
        return entry.Addresses.Count > 0
            ? [.. entry.Addresses.Select(text => Parse(folder, text, repository, entry))]
            : throw Invalid($"The index of '{repository.Address}' has no address for the chart '{entry.Name}' in version '{entry.Version}'.");
    }

    private static Uri Parse(Uri folder, string text, HelmRepository repository, ChartIndexEntry entry)
    {
        var isAddress = Uri.TryCreate(folder, text, out var address)
            && address.Scheme is "https" or "http" or "oci" && address.UserInfo.Length == 0 && address.Host.Length > 0;
        return isAddress
            ? address!
            : throw Invalid($"The index of '{repository.Address}' has an address for the chart '{entry.Name}' in version '{entry.Version}' that cannot be used; expected one that begins with https://, http:// or oci:// and has no user in it, or a relative one.");
    }

    private static string FolderOf(HelmRepository repository) =>
        repository.Address.EndsWith(IndexName, StringComparison.Ordinal) ? repository.Address[..^IndexName.Length] : repository.Address;

    private async Task<ChartIndex> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var address = new Uri(folder + IndexName);
        var found = await files.FindFileAsync(address, isPinned: false, Limits.MaxBytes, cancellationToken).ConfigureAwait(false)
            ?? throw Invalid($"There is no chart repository at '{folder}': it has no 'index.yaml'. Correct the 'url'; a server may also answer so when the credentials may not read it.");
        try
        {
            return ChartIndex.Read(Unpacked(found), address.AbsoluteUri, Limits);
        }
        catch (ChartException e)
        {
            throw MirrorErrors.ChartIndexInvalid.Exception(e.Message, e);
        }
        catch (InvalidDataException e)
        {
            throw MirrorErrors.ChartIndexInvalid.Exception($"'{address}' is a damaged gzip file: {e.Message}", e);
        }
    }

    // Some servers keep the file packed and say so; whoever did not ask for that gets it packed all the same.
    private static ReadOnlyMemory<byte> Unpacked(ReadOnlyMemory<byte> file)
    {
        if (file.Span is not [0x1f, 0x8b, ..])
        {
            return file;
        }

        using var packed = new MemoryStream(file.ToArray(), writable: false);
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = gzip.Read(buffer)) > 0 && plain.Length <= Limits.MaxBytes)
        {
            plain.Write(buffer, 0, read);
        }

        // One that is too large is refused by its reader.
        return plain.ToArray();
    }

    private static MirrorException Invalid(string message) => MirrorErrors.ChartIndexInvalid.Exception(message);
}
