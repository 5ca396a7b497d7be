using System.Text;
using System.Text.Json;
using Mirror.Yaml.Kubernetes;

namespace Mirror.Engine.Resolving.Releases.Payloads;

/// <summary>
/// Reads the KubeVirt images of the installer's boot images: a ConfigMap whose <c>data.stream</c> is JSON (SPEC 4.7).
/// </summary>
internal static class BootImagesReader
{
    private const string File = "0000_50_installer_coreos-bootimages.yaml";

    /// <summary>One a named architecture, ordered; architectures without such an image are left out.</summary>
    /// <exception cref="MirrorException">MIR2331.</exception>
    public static IReadOnlyList<ReleaseComponent> Read(byte[] yaml, string payload)
    {
        var reader = new PayloadJson(File, payload);
        var diagnostics = new DiagnosticBag();
        var data = ConfigMapReader.ReadData(yaml, File, diagnostics);
        if (diagnostics.HasErrors)
        {
            throw reader.Invalid($"it is not valid YAML: {diagnostics.First().Message.TrimEnd('.')}");
        }

        if (data is null || !data.TryGetValue("stream", out var stream))
        {
            throw reader.Invalid("it has no text 'data.stream'");
        }

        return reader.Read(Encoding.UTF8.GetBytes(stream), root =>
        {
            if (PayloadJson.Find(root, "architectures", JsonValueKind.Object) is not { } architectures)
            {
                throw reader.Invalid("'data.stream' has no object 'architectures'");
            }

            return architectures.EnumerateObject()
                .Select(architecture => (architecture.Name, Reference: FindReference(architecture.Value)))
                .Where(found => found.Reference is not null)
                .OrderBy(found => found.Name, StringComparer.Ordinal)
                .Select(found => ImageReference.TryParse(found.Reference, out var image, out var problem) && image.Digest is not null
                    ? new ReleaseComponent(found.Name, image)
                    : throw reader.Invalid($"the KubeVirt image for '{found.Name}' is '{found.Reference}', which is not an image with a digest ({problem ?? "it has none"})"))
                .ToList();
        });
    }

    private static string? FindReference(JsonElement architecture) =>
        PayloadJson.Find(architecture, "images", JsonValueKind.Object) is { } images
        && PayloadJson.Find(images, "kubevirt", JsonValueKind.Object) is { } kubevirt
            ? PayloadJson.FindText(kubevirt, "digest-ref")
            : null;
}
