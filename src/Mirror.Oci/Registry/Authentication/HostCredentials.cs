using Mirror.Oci.Registry.Configuration;

namespace Mirror.Oci.Registry.Authentication;

/// <summary>
/// The credentials of the user and the machine: credential files (containers-auth.json(5), docker's <c>config.json</c>) and credential helpers, those
/// that files name and those of <c>registries.conf</c>. Files are read once, when this is made.
/// </summary>
public sealed class HostCredentials : IRegistryCredentials, IDisposable
{
    private const string RegistriesConf = "registries.conf";

    private readonly IReadOnlyList<CredentialFile> _files;
    private readonly IReadOnlyList<string> _helpers;
    private readonly CredentialHelper _program;
    private readonly Dictionary<(string Helper, string Server), RegistryCredential?> _answers = [];

    // One helper at a time: one that asks a person must not ask several times at once, and answers are kept.
    private readonly SemaphoreSlim _gate = new(1, 1);

    private HostCredentials(IReadOnlyList<CredentialFile> files, IReadOnlyList<string> helpers, CredentialHelper program)
    {
        _files = files;
        _helpers = helpers;
        _program = program;
    }

    /// <summary>
    /// Reads the credential files: <paramref name="explicitFile"/> (<c>--src-authfile</c> or <c>--dest-authfile</c>, else <c>--authfile</c>) or
    /// <c>REGISTRY_AUTH_FILE</c> alone, else the usual ones (DESIGN 3) that exist. A file with secrets that everybody can read is warned of, once a bag.
    /// </summary>
    /// <exception cref="MirrorException">A file that was asked for is missing, or one is not readable or not JSON: all problems together.</exception>
    public static HostCredentials Load(
        string? explicitFile,
        RegistriesConfiguration registries,
        HostEnvironment environment,
        TimeProvider timeProvider,
        DiagnosticBag warnings)
    {
        var diagnostics = new DiagnosticBag();
        var files = new List<CredentialFile>();
        foreach (var location in CredentialFileLocations.For(explicitFile, environment))
        {
            if (!location.IsRequired && !File.Exists(location.Path))
            {
                continue;
            }

            // Caught to go on: all files' problems are reported together.
            try
            {
                var file = CredentialFileReader.Read(location);
                files.Add(file);
                WarnIfExposed(file, warnings);
            }
            catch (MirrorException exception)
            {
                diagnostics.AddRange(exception.Diagnostics);
            }
        }

        diagnostics.ThrowIfErrors();
        return new HostCredentials(files, registries.CredentialHelpers, new CredentialHelper(environment, timeProvider));
    }

    /// <inheritdoc/>
    public async ValueTask<RegistryCredential?> FindAsync(string registry, string repository, CancellationToken cancellationToken)
    {
        var problems = new List<Diagnostic>();
        foreach (var helper in _helpers)
        {
            // Caught to go on: another place may still have a credential; else all problems are reported.
            try
            {
                var credential = helper == RegistriesConfiguration.AuthFilesHelper
                    ? await FindInFilesAsync(registry, repository, cancellationToken).ConfigureAwait(false)
                    : await AskAsync(new CredentialHelperCall(helper, registry, RegistriesConf), cancellationToken).ConfigureAwait(false);
                if (credential is not null)
                {
                    return credential;
                }
            }
            catch (MirrorException exception)
            {
                problems.AddRange(exception.Diagnostics);
            }
        }

        return problems.Count == 0 ? null : throw new MirrorException(problems);
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static void WarnIfExposed(CredentialFile file, DiagnosticBag warnings)
    {
        if (OperatingSystem.IsWindows() || !file.HasSecrets || !File.GetUnixFileMode(file.Path).HasFlag(UnixFileMode.OtherRead))
        {
            return;
        }

        var warning = MirrorErrors.CredentialFileExposed.Diagnostic($"'{file.Path}' has credentials, and every user of this machine can read it.");
        if (!warnings.Contains(warning))
        {
            warnings.AddRange([warning]);
        }
    }

    private async Task<RegistryCredential?> FindInFilesAsync(string registry, string repository, CancellationToken cancellationToken)
    {
        foreach (var file in _files)
        {
            var credential = file.FindHelper(registry) is { } call
                ? await AskAsync(call, cancellationToken).ConfigureAwait(false)
                : file.FindEntry(registry, repository)?.Use()
                    ?? (file.FindStore(registry) is { } store ? await AskAsync(store, cancellationToken).ConfigureAwait(false) : null);
            if (credential is not null)
            {
                return credential;
            }
        }

        return null;
    }

    private async Task<RegistryCredential?> AskAsync(CredentialHelperCall call, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_answers.TryGetValue((call.Helper, call.Server), out var credential))
            {
                credential = await _program.GetAsync(call, cancellationToken).ConfigureAwait(false);
                _answers.Add((call.Helper, call.Server), credential);
            }

            return credential;
        }
        finally
        {
            _gate.Release();
        }
    }
}
