namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>
/// Reads one file-based catalog in one pass, in whatever order its files come. Kept are the blobs of the packages that are asked for and those that
/// belong to no package; of the rest only the package names. One blob is in memory at a time, kept ones go to a spool. Not safe for concurrent use.
/// </summary>
public sealed class CatalogReader : IDisposable
{
    /// <summary>Problems that are reported of one catalog; a folder that is no catalog at all should not drown the rest.</summary>
    private const int MaxProblems = 50;

    private readonly string _name;
    private readonly CatalogLimits _limits;
    private readonly CatalogAssembly _assembly;
    private readonly BlobFileReader _reader;
    private readonly IndexIgnore _ignore = new();
    private readonly Dictionary<string, Diagnostic> _problems = new(StringComparer.Ordinal);
    private BlobSpool? _spool;
    private int _files;

    /// <param name="name">How messages call the catalog: its reference.</param>
    /// <param name="packages">The packages to keep; null keeps all.</param>
    /// <param name="spoolFolder">Where the spool may write a temporary file; made when needed.</param>
    /// <param name="limits">What the catalog may make the reader do.</param>
    public CatalogReader(string name, IReadOnlySet<string>? packages, string spoolFolder, CatalogLimits limits)
    {
        _name = name;
        _limits = limits;
        _spool = new BlobSpool(spoolFolder, limits);
        _assembly = new CatalogAssembly(name, _spool, limits);
        _reader = new BlobFileReader(limits, head => _assembly.IsWanted(head, packages));
    }

    /// <summary>
    /// Reads a regular file; <paramref name="path"/> is relative to the folder that the catalog image's label names, with '/' between its parts.
    /// A path that comes again replaces what came before. What is wrong with the file is reported by <see cref="Complete"/>, because a file that
    /// <c>.indexignore</c> takes out may be anything.
    /// </summary>
    /// <exception cref="MirrorException">MIR2402: a limit of the catalog is passed.</exception>
    public async Task AddAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        if (++_files > _limits.MaxFiles)
        {
            throw MirrorErrors.CatalogTooLarge.Exception($"The catalog '{_name}' has more than {_limits.MaxFiles} files.");
        }

        if (path == IndexIgnore.FileName || path.EndsWith($"/{IndexIgnore.FileName}", StringComparison.Ordinal))
        {
            _ignore.Set(path, await ReadIgnoreAsync(path, content, cancellationToken).ConfigureAwait(false));
            return;
        }

        _assembly.StartFile(path);
        _problems.Remove(path);
        try
        {
            await foreach (var blob in _reader.ReadAsync(content, cancellationToken).ConfigureAwait(false))
            {
                _assembly.Add(blob);
            }
        }
        catch (CatalogFormatException e)
        {
            Report(path, Math.Max(e.Line, 1), Math.Max(e.Column, 1), e.Message);
        }
    }

    /// <summary>For a link, which a catalog has no use for: wrong unless it is ignored.</summary>
    public void AddLink(string path) => Report(path, 1, 1, "it is a link and not a file");

    /// <summary>The catalog, which owns the spool from now on.</summary>
    /// <exception cref="MirrorException">MIR2401 for every file that is wrong, with its line.</exception>
    public Catalog Complete()
    {
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(_problems.Where(problem => !_ignore.Ignores(problem.Key)).Select(problem => problem.Value));
        diagnostics.ThrowIfErrors();
        var catalog = _assembly.Build(_ignore);
        _spool = null;
        return catalog;
    }

    /// <inheritdoc/>
    public void Dispose() => _spool?.Dispose();

    private void Report(string path, int line, int column, string problem)
    {
        if (_problems.Count < MaxProblems)
        {
            _problems[path] = MirrorErrors.CatalogInvalid.Diagnostic(
                $"The catalog '{_name}' cannot be read: what starts at line {line} of its file '{path}' is no blob of a file-based catalog: {problem}.",
                SourceSpan.At(path, line, column));
        }
    }

    private async Task<byte[]> ReadIgnoreAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[_limits.MaxIgnoreBytes + 1];
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read <= _limits.MaxIgnoreBytes
            ? buffer[..read]
            : throw MirrorErrors.CatalogTooLarge.Exception($"The file '{path}' of the catalog '{_name}' has more than {_limits.MaxIgnoreBytes} bytes.");
    }
}
