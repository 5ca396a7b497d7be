using System.Text;
using Mirror.Oci.Store;

namespace Mirror.Engine.Verifying;

/// <summary>
/// What is known to be right in one file of an archive. Its record is a text: which file it is of, then the digests, or <c>whole</c> when all of it was read. A record that
/// cannot be read is none: the file is read once more. Safe for concurrent use.
/// </summary>
internal sealed class VerifiedFile
{
    private const string Suffix = ".verified";
    private const string Whole = "whole";
    private const int IdentityDigits = 12;
    private const long MaxRecordSize = 256L << 20;

    // What a killed run has to read again at most, in bytes of content.
    private const long BytesBetweenSaves = 1L << 30;

    private readonly string _path;
    private readonly FileIdentity _identity;
    private readonly Lock _gate = new();
    private readonly HashSet<Digest> _digests = [];
    private bool _isWhole;
    private bool _isChanged;
    private bool _isSaving;
    private long _bytesSinceSave;

    private VerifiedFile(string path, FileIdentity identity, string folder)
    {
        _path = path;
        _identity = identity;
        RecordPath = Path.Combine(folder, $"{identity.Name}.{Digest.OfText(identity.ToString()).Hex[..IdentityDigits]}{Suffix}");
    }

    /// <summary>The file's, without its folder.</summary>
    public string Name => _identity.Name;

    /// <summary>Where this is remembered.</summary>
    public string RecordPath { get; }

    /// <param name="readsAll">Whether what was remembered does not count.</param>
    public static async Task<VerifiedFile> OpenAsync(string path, string folder, bool readsAll, CancellationToken cancellationToken)
    {
        var identity = FileIdentity.Of(path) ?? throw MirrorErrors.ArchiveNotFound.Exception($"'{path}' is gone; was its disk taken out?");
        var file = new VerifiedFile(path, identity, folder);
        if (!readsAll)
        {
            await file.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        return file;
    }

    /// <summary>The name of the file that a record is of; null when it is no record.</summary>
    public static string? NameOf(string record) =>
        record.EndsWith(Suffix, StringComparison.Ordinal) && record.Length > Suffix.Length + IdentityDigits + 1 ? record[..^(Suffix.Length + IdentityDigits + 1)] : null;

    /// <summary>Whether the content was read and found right.</summary>
    public bool Has(Digest digest)
    {
        lock (_gate)
        {
            return _isWhole || _digests.Contains(digest);
        }
    }

    /// <summary>Notes content that is right; written down from time to time.</summary>
    public async Task AddAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        bool isDue;
        lock (_gate)
        {
            _isChanged |= _digests.Add(blob.Digest);
            _bytesSinceSave += blob.Size;
            isDue = _bytesSinceSave >= BytesBetweenSaves;
            _bytesSinceSave = isDue ? 0 : _bytesSinceSave;
        }

        if (isDue)
        {
            await SaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes that all of the file is right.</summary>
    public void AddWhole()
    {
        lock (_gate)
        {
            _isChanged |= !_isWhole;
            _isWhole = true;
        }
    }

    /// <summary>Forgets everything: something in the file is wrong.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _isChanged = true;
            _isWhole = false;
            _digests.Clear();
        }
    }

    /// <summary>Writes down what is known, unless nothing is new or the file was changed while it was read.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (Take() is not { } text)
        {
            return;
        }

        try
        {
            if (FileIdentity.Of(_path) == _identity)
            {
                await AtomicFile.WriteAsync(RecordPath, text, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_gate)
            {
                _isSaving = false;
            }
        }
    }

    private string? Take()
    {
        lock (_gate)
        {
            // Who saves at the same time leaves the rest to the save after.
            if (!_isChanged || _isSaving)
            {
                return null;
            }

            (_isChanged, _isSaving) = (false, true);
            var text = new StringBuilder().Append(_identity).Append('\n');
            if (_isWhole)
            {
                return text.Append(Whole).Append('\n').ToString();
            }

            foreach (var digest in _digests.Order())
            {
                text.Append(digest).Append('\n');
            }

            return text.ToString();
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (new FileInfo(RecordPath) is not { Exists: true, Length: <= MaxRecordSize })
        {
            return;
        }

        var isFirst = true;
        var digests = new HashSet<Digest>();
        await foreach (var line in File.ReadLinesAsync(RecordPath, cancellationToken).ConfigureAwait(false))
        {
            if (isFirst ? line != _identity.ToString() : line != Whole && !Digest.TryParse(line, out _))
            {
                return;
            }

            if (!isFirst && line != Whole)
            {
                digests.Add(Digest.Parse(line));
            }

            _isWhole |= !isFirst && line == Whole;
            isFirst = false;
        }

        _digests.UnionWith(digests);
    }
}
