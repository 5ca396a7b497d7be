using Mirror.Model.Configuration;
using Mirror.Oci.Store;
using Mirror.Yaml.Configuration;

namespace Mirror.Engine;

/// <summary>Reads the ImageSetConfiguration of a run.</summary>
public static class ConfigurationLoader
{
    // The reader has a limit of its own; this one keeps a file that cannot be a configuration out of memory.
    private const int MaxSize = 64 * 1024 * 1024;

    /// <exception cref="MirrorException">MIR1xxx: every problem of the file.</exception>
    public static async Task<(ImageSetConfiguration Configuration, IReadOnlyList<Diagnostic> Warnings)> LoadAsync(
        MirrorOptions options,
        CancellationToken cancellationToken)
    {
        var bytes = await ReadBytesAsync(options, cancellationToken).ConfigureAwait(false);
        var diagnostics = new DiagnosticBag();
        var configuration = ImageSetConfigurationReader.Read(bytes, options.DisplayPath(options.ConfigurationFile), diagnostics);
        diagnostics.ThrowIfErrors();
        return (options.NoRelease ? configuration! with { Platform = null } : configuration!, [.. diagnostics]);
    }

    /// <summary>The file as it is; that of a release without a configuration is written first.</summary>
    /// <exception cref="MirrorException">MIR1020: there is none. MIR1002: it is none.</exception>
    internal static async Task<byte[]> ReadBytesAsync(MirrorOptions options, CancellationToken cancellationToken)
    {
        if (options.Release is { } release)
        {
            await AtomicFile.WriteAsync(options.ConfigurationFile, release.Configuration, cancellationToken).ConfigureAwait(false);
        }

        var name = options.DisplayPath(options.ConfigurationFile);
        var file = new FileInfo(options.ConfigurationFile);
        if (!file.Exists)
        {
            throw MirrorErrors.ConfigurationMissing.Exception(
                $"There is no configuration '{name}'. Name the folder or the file with --config; a folder's file is 'imageset.yaml'.");
        }

        if (file.Length > MaxSize)
        {
            throw MirrorErrors.FileTooLarge.Exception($"'{name}' has more than {MaxSize} bytes, which no configuration needs.");
        }

        return await File.ReadAllBytesAsync(options.ConfigurationFile, cancellationToken).ConfigureAwait(false);
    }
}
