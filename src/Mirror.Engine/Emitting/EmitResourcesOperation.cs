using System.Globalization;
using Mirror.Engine.Locking;
using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Store;

namespace Mirror.Engine.Emitting;

/// <summary>
/// Writes the resources that make a cluster use the mirror, from lock and destination alone; files whose content would not change are left alone, and
/// files of kinds that the lock no longer needs are removed.
/// </summary>
internal sealed class EmitResourcesOperation(MirrorOptions options, LockStorage storage)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var lockFile = await storage.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (options.Shard is { } shard)
        {
            return StepResult.UpToDate($"part {shard} writes no cluster resources; the run that finishes does");
        }

        if (options.Destination is not DestinationRegistry)
        {
            return options.Destination is null
                ? throw MirrorErrors.DestinationMissing.Exception("Cluster resources name the mirror's registry. Add '--destination docker://host[:port][/namespace]'.")
                : StepResult.UpToDate($"'{options.Destination}' is a folder that no cluster pulls from, so it needs no cluster resources");
        }

        var folder = Path.Combine(options.OutputFolder, "cluster-resources");
        var images = PlannedImages.Of(lockFile);
        var names = new DestinationNames(options.Destination, options.MaxNestedPaths);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var templates = await CatalogSourceTemplates.ReadAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (var (name, text) in ClusterResources.Of(images, names, options.Resources)
            .Concat(CatalogResources.Of(lockFile, names, options.CatalogReference, templates))
            .Concat(options.Resources.Contains(ResourceKind.Icsp) ? CatalogResources.LegacyOf(lockFile, names, options.CatalogReference, templates) : [])
            .Concat(ReleaseFiles.Of(lockFile, images, names)))
        {
            files[name] = text;
        }

        var written = 0;
        foreach (var (name, text) in files)
        {
            written += await AtomicFile.WriteAsync(Path.Combine(folder, name), text, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        var removed = RemoveObsolete(folder, files);
        var (hasInput, isInputNew) = await WriteInstallerInputAsync(images, names, cancellationToken).ConfigureAwait(false);
        var shown = options.DisplayPath(folder);
        if (files.Count == 0 && removed == 0)
        {
            return StepResult.UpToDate("nothing in the lock needs cluster resources");
        }

        var input = hasInput ? $" and '{options.DisplayPath(options.InstallerFolder)}' one for installers" : "";
        return written + removed == 0 && !isInputNew
            ? StepResult.UpToDate($"'{shown}' has {Counted.Of(files.Count, "file", "files")}{input}, all with this content already")
            : StepResult.Done(string.Create(CultureInfo.InvariantCulture, $"wrote {written} of {Counted.Of(files.Count, "file", "files")} in '{shown}'{(isInputNew && hasInput ? $", and the input for installers in '{options.DisplayPath(options.InstallerFolder)}'" : "")}"));
    }

    private async Task<(bool IsThere, bool IsNew)> WriteInstallerInputAsync(IReadOnlyList<PlannedImage> images, DestinationNames names, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.InstallerFolder, InstallerInput.FileName);
        var bundle = await TrustBundle.ReadAsync(options.CaBundle, options.DisplayPath, cancellationToken).ConfigureAwait(false);
        if (InstallerInput.Of(images, names, bundle) is { } text)
        {
            return (true, await AtomicFile.WriteAsync(path, text, cancellationToken).ConfigureAwait(false));
        }

        if (!File.Exists(path))
        {
            return (false, false);
        }

        File.Delete(path);
        return (false, true);
    }

    /// <summary>Applying a stale file would redirect a cluster to content that is no longer mirrored. Files of other names are the user's.</summary>
    private static int RemoveObsolete(string folder, IReadOnlyDictionary<string, string> files)
    {
        var removed = 0;
        foreach (var name in ClusterResources.FileNames.Concat(ReleaseFiles.FileNames).Concat(FormerCatalogs(folder)).Where(name => !files.ContainsKey(name)))
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                File.Delete(path);
                removed++;
            }
        }

        return removed;
    }

    private static IEnumerable<string> FormerCatalogs(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateFiles(folder, "c*-*.yaml")
            .Where(path => CatalogResources.IsOurs(Path.GetFileName(path), File.ReadAllText(path)))
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal)
            .ToList();
}
