namespace Mirror.Engine.Verifying;

/// <summary>
/// Remembers beside the outputs (<c>plan/verified</c>) what was read in archives and found right, so that a run that is resumed or repeated, or one after Verify, does not read
/// everything twice. Another file of the same name, or one that was changed, is read again; so is everything with <c>--deep</c>.
/// </summary>
internal sealed class VerifiedArchives(MirrorOptions options)
{
    private readonly Dictionary<string, VerifiedFile> _files = new(StringComparer.Ordinal);

    private string Folder => Path.Combine(options.OutputFolder, "plan", "verified");

    /// <summary>What is known of a file as it is now.</summary>
    public async Task<VerifiedFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            _files[path] = file = await VerifiedFile.OpenAsync(path, Folder, readsAll: options.Deep, cancellationToken).ConfigureAwait(false);
        }

        return file;
    }

    /// <summary>What <see cref="OpenAsync"/> gave; may be asked from any thread while nothing is opened.</summary>
    public VerifiedFile Opened(string path) => _files[path];

    /// <summary>Forgets everything about the files that were opened: something in one of them is wrong.</summary>
    public void Forget()
    {
        foreach (var file in _files.Values)
        {
            file.Forget();
        }
    }

    /// <summary>Writes down what was verified since, and forgets other files of the same names, so that not more is kept than is used.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        foreach (var file in _files.Values)
        {
            await file.SaveAsync(cancellationToken).ConfigureAwait(false);
        }

        if (Directory.Exists(Folder))
        {
            var names = _files.Values.ToLookup(file => file.Name, file => Path.GetFileName(file.RecordPath), StringComparer.Ordinal);
            foreach (var record in Directory.EnumerateFiles(Folder).ToList())
            {
                if (VerifiedFile.NameOf(Path.GetFileName(record)) is { } name && names.Contains(name) && !names[name].Contains(Path.GetFileName(record), StringComparer.Ordinal))
                {
                    File.Delete(record);
                }
            }
        }
    }
}
