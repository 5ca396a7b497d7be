using System.Text.Json;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;

namespace Mirror.EndToEnd.Tests.Releases;

/// <summary>A release in the real format: a payload whose topmost layer names the components.</summary>
internal sealed record TestRelease(string Version, string Tag, ImageContent Payload, IReadOnlyDictionary<string, ImageContent> Components)
{
    public const string PayloadRepository = "openshift-release-dev/ocp-release";
    public const string ComponentRepository = "openshift-release-dev/ocp-v4.0-art-dev";

    private static readonly Layer Base = Layer.Random("release base", 20_000);

    /// <summary>The payload by digest, as the update service names it.</summary>
    public string Reference => $"quay.io/{PayloadRepository}@{Payload.Digest}";

    /// <summary>For one architecture; each component is a name and what decides its content.</summary>
    public static TestRelease Of(string version, params (string Name, string Seed)[] components) => Of(version, new ReleaseShape(), components);

    public static TestRelease Of(string version, ReleaseShape shape, params (string Name, string Seed)[] components)
    {
        var images = components.ToDictionary(
            component => component.Name,
            component => shape.Architectures.Length == 1
                ? Component(component.Seed, shape.Architectures[0])
                : new IndexBuilder { Format = ImageFormat.Docker, Children = [.. shape.Architectures.Select(a => Component(component.Seed, a))] }.Build());
        var payloads = shape.Architectures.Select(architecture => new ImageBuilder
        {
            Format = ImageFormat.Docker,
            Platform = new Platform("linux", architecture),
            Layers = [Base, Layer.Random($"version operator {version} {architecture}", 3_000), Layer.Gzip(Manifests(version, shape, images))],
        }.Build()).ToList();
        var payload = payloads.Count == 1 ? payloads[0] : new IndexBuilder { Format = ImageFormat.Docker, Children = payloads }.Build();
        return new TestRelease(version, $"{version}-{shape.TagSuffix}", payload, images);
    }

    /// <summary>Pushes all of it where it would be upstream.</summary>
    public async Task PushAsync(HttpClient client, Uri registry, CancellationToken cancellationToken)
    {
        foreach (var component in Components.Values)
        {
            await client.PushImageAsync(registry, ComponentRepository, null, component, cancellationToken);
        }

        await client.PushImageAsync(registry, PayloadRepository, Tag, Payload, cancellationToken);
    }

    private static ImageContent Component(string seed, string architecture) => new ImageBuilder
    {
        Format = ImageFormat.Docker,
        Platform = new Platform("linux", architecture),
        Layers = [Base, Layer.Random($"{seed} {architecture}", 2_000)],
    }.Build();

    private static byte[] Manifests(string version, ReleaseShape shape, Dictionary<string, ImageContent> components)
    {
        var references = JsonSerializer.Serialize(new
        {
            kind = "ImageStream",
            apiVersion = "image.openshift.io/v1",
            metadata = new { name = version },
            spec = new
            {
                tags = components.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new
                {
                    name = c.Key,
                    from = new { kind = "DockerImage", name = $"quay.io/{ComponentRepository}@{c.Value.Digest}" },
                }),
            },
        });
        var metadata = JsonSerializer.Serialize(new
        {
            kind = "cincinnati-metadata-v0",
            version = shape.ClaimedVersion ?? version,
            previous = Array.Empty<string>(),
            metadata = new { url = $"https://errata.example.com/{version}" },
        });
        var tar = new TarBuilder().Folder("release-manifests/").File("release-manifests/release-metadata", metadata);
        if (shape.HasReferences)
        {
            tar.File("release-manifests/image-references", references);
        }

        if (shape.BootImages is { } bootImages)
        {
            tar.File("release-manifests/0000_50_installer_coreos-bootimages.yaml", bootImages);
        }

        return tar.ToArray();
    }
}
