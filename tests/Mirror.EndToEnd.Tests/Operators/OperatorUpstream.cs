using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Operators;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>
/// Pushes operators and catalogs to a registry that stands for <c>quay.io</c>. The operator <c>NAME</c> in version <c>V</c> has the bundle <c>quay.io/NAME/bundle@…</c>,
/// which needs <c>quay.io/NAME/operator@…</c> and <c>quay.io/shared/proxy:v1</c>.
/// </summary>
internal sealed class OperatorUpstream(HttpClient client, Uri registry)
{
    public const string CatalogName = "quay.io/catalogs/index";

    public OperatorUpstream(TestRegistry registry)
        : this(registry.Client, registry.BaseUri)
    {
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The image of an operator's bundle, or the one that it runs (<c>operator</c>).</summary>
    public static ImageContent ImageOf(string package, string repository, string version) => ImageBuilder.Simple($"{package}/{repository} {version}");

    /// <summary>How a catalog names it.</summary>
    public static string NameOf(string package, string repository, string version) => $"quay.io/{package}/{repository}@{ImageOf(package, repository, version).Digest}";

    /// <summary>An operator with one channel in which each version replaces the one before.</summary>
    public static (string Path, string Text) Operator(string name, params string[] versions) => Operator(name, [], versions);

    /// <summary>As the other overload; every bundle has these properties too.</summary>
    public static (string Path, string Text) Operator(string name, string[] properties, string[] versions) => (
        $"{name}/catalog.yaml",
        FbcText.Package(name, "stable")
        + FbcText.Channel(name, "stable", [.. versions.Select((version, i) => i == 0 ? version : $"{version} replaces {versions[i - 1]}")])
        + string.Concat(versions.Select(version => FbcText.Bundle(
            name, version, version, NameOf(name, "bundle", version), [NameOf(name, "operator", version), "quay.io/shared/proxy:v1"], properties))));

    /// <summary>Pushes all images of an operator's versions.</summary>
    public async Task PushOperatorAsync(string name, params string[] versions)
    {
        foreach (var version in versions)
        {
            await PushAsync($"{name}/bundle", null, ImageOf(name, "bundle", version));
            await PushAsync($"{name}/operator", null, ImageOf(name, "operator", version));
        }
    }

    /// <summary>Pushes the image that all bundles share.</summary>
    public Task PushSharedAsync(string content = "proxy") => PushAsync("shared/proxy", "v1", ImageBuilder.Simple(content));

    /// <summary>Pushes a catalog for two platforms.</summary>
    public async Task<ImageContent> PushCatalogAsync(string tag, params (string Path, string Text)[] files)
    {
        var image = CatalogImages.Index(files, "amd64", "arm64");
        await PushAsync("catalogs/index", tag, image);
        return image;
    }

    /// <summary>Pushes any image.</summary>
    public Task PushAsync(string repository, string? tag, ImageContent image) => client.PushImageAsync(registry, repository, tag, image, Token);
}
