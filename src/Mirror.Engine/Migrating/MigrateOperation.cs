using Mirror.Oci.Store;
using Mirror.Yaml.Configuration;

namespace Mirror.Engine.Migrating;

/// <summary>
/// Writes a configuration of oc-mirror v1 as v2alpha1: below the outputs, or over the configuration itself with <c>--overwrite</c>. Nothing else is replaced that says
/// something else.
/// </summary>
internal sealed class MigrateOperation(MirrorOptions options, Action<Diagnostic> warn)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var name = options.DisplayPath(options.ConfigurationFile);
        var bytes = await ConfigurationLoader.ReadBytesAsync(options, cancellationToken).ConfigureAwait(false);
        var diagnostics = new DiagnosticBag();
        var migrated = ConfigurationMigration.Migrate(bytes, name, diagnostics);
        diagnostics.ThrowIfErrors();
        if (!migrated!.IsChanged)
        {
            return StepResult.UpToDate($"'{name}' is no configuration of oc-mirror v1");
        }

        foreach (var warning in diagnostics)
        {
            warn(warning);
        }

        if (!migrated.KeepsComments)
        {
            warn(MirrorErrors.CommentsLost.Diagnostic($"The migrated file has no comments, because anchors or settings on one line had to be written anew. Compare it with '{name}'."));
        }

        return options.Overwrite ? await ReplaceAsync(name, migrated.Text, cancellationToken).ConfigureAwait(false) : await WriteAsync(name, migrated.Text, cancellationToken).ConfigureAwait(false);
    }

    private async Task<StepResult> ReplaceAsync(string name, string text, CancellationToken cancellationToken)
    {
        await AtomicFile.WriteAsync(options.ConfigurationFile, text, cancellationToken).ConfigureAwait(false);
        return StepResult.Done($"'{name}' is a configuration of v2alpha1 now");
    }

    private async Task<StepResult> WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        var file = Path.Combine(options.OutputFolder, "migrated", Path.GetFileName(options.ConfigurationFile));
        var shown = options.DisplayPath(file);
        if (File.Exists(file) && await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false) != text)
        {
            throw MirrorErrors.MigratedFileExists.Exception(
                $"'{shown}' exists and is not what '{name}' says in v2alpha1. Move it away, or add '--overwrite' to replace '{name}' itself.");
        }

        return await AtomicFile.WriteAsync(file, text, cancellationToken).ConfigureAwait(false)
            ? StepResult.Done($"wrote '{shown}'; compare it with '{name}' and put it in its place, or run again with '--overwrite'")
            : StepResult.UpToDate($"'{shown}' has this content already; put it in the place of '{name}', or run again with '--overwrite'");
    }
}
