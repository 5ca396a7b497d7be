using System.Globalization;
using Mirror.Model.Configuration;
using Mirror.Yaml.Kubernetes;

namespace Mirror.Engine.Emitting;

/// <summary>
/// The templates of <c>targetCatalogSourceTemplate</c> (SPEC 9.3), relative to the configuration. One that cannot be used is an error; oc-mirror writes a plain object
/// then, and the cluster lacks what the template was for.
/// </summary>
public static class CatalogSourceTemplates
{
    private const int MaxBytes = 1024 * 1024;
    private const string Field = "targetCatalogSourceTemplate";

    /// <summary>The files that the templates of a configuration are read from; none if there is no configuration or it cannot be read.</summary>
    public static async Task<IReadOnlyList<string>> FilesAsync(MirrorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await EntriesAsync(options, cancellationToken).ConfigureAwait(false)).Select(entry => FileOf(options, entry)).Distinct()];
        }
        catch (MirrorException)
        {
            // The step that reads the configuration reports it.
            return [];
        }
    }

    /// <summary>Templates by the key of the entry. Without a configuration, as inside a gap, there are none.</summary>
    /// <exception cref="MirrorException">MIR6010, MIR6011, and what the configuration is refused for.</exception>
    internal static async Task<IReadOnlyDictionary<string, KubernetesMap>> ReadAsync(MirrorOptions options, CancellationToken cancellationToken) =>
        await ReadAsync(options, await EntriesAsync(options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>As the other overload, for entries that are known.</summary>
    internal static async Task<IReadOnlyDictionary<string, KubernetesMap>> ReadAsync(
        MirrorOptions options, IEnumerable<OperatorCatalog> entries, CancellationToken cancellationToken)
    {
        var templates = new Dictionary<string, KubernetesMap>(StringComparer.Ordinal);
        var diagnostics = new DiagnosticBag();
        foreach (var entry in entries.Where(entry => entry.TargetCatalogSourceTemplate is not null))
        {
            var file = FileOf(options, entry);
            var name = options.DisplayPath(file);
            if (await ReadBytesAsync(file, name, entry, diagnostics, cancellationToken).ConfigureAwait(false) is { } bytes
                && KubernetesReader.Read(bytes, name, MirrorErrors.CatalogSourceTemplateInvalid, diagnostics) is { } template
                && IsCatalogSource(template, name, diagnostics))
            {
                templates[entry.SourceKey] = template;
            }
        }

        diagnostics.ThrowIfErrors();
        return templates;
    }

    private static async Task<IEnumerable<OperatorCatalog>> EntriesAsync(MirrorOptions options, CancellationToken cancellationToken)
    {
        if (!File.Exists(options.ConfigurationFile))
        {
            return [];
        }

        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        return configuration.Operators.Where(entry => entry.TargetCatalogSourceTemplate is not null);
    }

    private static string FileOf(MirrorOptions options, OperatorCatalog entry) =>
        Path.GetFullPath(entry.TargetCatalogSourceTemplate!, options.ConfigurationFolder);

    private static async Task<byte[]?> ReadBytesAsync(string file, string name, OperatorCatalog entry, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MaxBytes } large)
            {
                diagnostics.Report(MirrorErrors.CatalogSourceTemplateMissing, entry.SpanOf(Field),
                    string.Create(CultureInfo.InvariantCulture, $"'{name}' has {large.Length} bytes, which no CatalogSource needs; expected a template for one."));
                return null;
            }

            return await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Report(MirrorErrors.CatalogSourceTemplateMissing, entry.SpanOf(Field), $"The template '{name}' for the CatalogSource of '{entry.Catalog}' cannot be read: {e.Message}");
            return null;
        }
    }

    private static bool IsCatalogSource(KubernetesMap template, string name, DiagnosticBag diagnostics)
    {
        var problems = new List<string>();
        Require(TextOf(template, "apiVersion") == CatalogResources.SourceApi, $"its 'apiVersion' is not '{CatalogResources.SourceApi}'");
        Require(TextOf(template, "kind") == CatalogResources.SourceKind, $"its 'kind' is not '{CatalogResources.SourceKind}'");
        foreach (var field in (string[])["metadata", "spec"])
        {
            Require(!Has(template, field) || template[field] is KubernetesMap, $"its '{field}' has no fields");
        }

        if (Has(template, "spec") && template["spec"] is KubernetesMap spec)
        {
            Require(!Has(spec, "sourceType") || TextOf(spec, "sourceType") is "" or "grpc", "its 'spec.sourceType' is not 'grpc'");
            Require(!Has(spec, "configMap"), "it has a 'spec.configMap', and a mirrored catalog is an image");
        }

        if (problems.Count > 0)
        {
            diagnostics.Report(MirrorErrors.CatalogSourceTemplateInvalid, SourceSpan.At(name, 1, 1), $"'{name}' is no template for a CatalogSource: {string.Join("; ", problems)}.");
        }

        return problems.Count == 0;

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }

    private static bool Has(KubernetesMap map, string key) => map.Any(entry => entry.Key == key);

    private static string? TextOf(KubernetesMap map, string key) => Has(map, key) && map[key] is KubernetesText text ? text.Value : null;
}
