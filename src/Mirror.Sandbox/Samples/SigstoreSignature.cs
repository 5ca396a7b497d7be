using Mirror.Sandbox.Images;
using Mirror.Sandbox.Signing;

namespace Mirror.Sandbox.Samples;

/// <summary>A signature as cosign attaches it: an image under the tag <c>sha256-(digest).sig</c> of the repository that it is about.</summary>
internal static class SigstoreSignature
{
    private const string PayloadType = "application/vnd.dev.cosign.simplesigning.v1+json";
    private const string SignatureKey = "dev.cosignproject.cosign/signature";

    /// <summary>The sample key's signature of <paramref name="digest"/> as <paramref name="reference"/>, which has a registry and a tag.</summary>
    public static SampleImage Of(string reference, string repository, Digest digest)
    {
        var payload = BlobContent.Of(PayloadType, Statement(reference, digest));
        var layer = payload.Descriptor with
        {
            Annotations = new Dictionary<string, string> { [SignatureKey] = Convert.ToBase64String(SampleKey.Sign(payload.Bytes.Span)) },
        };
        var config = BlobContent.Of(MediaTypes.OciConfig, Config(payload.Descriptor.Digest));
        var bytes = ManifestWriter.WriteImage(MediaTypes.OciManifest, artifactType: null, config.Descriptor, [layer], subject: null, new Dictionary<string, string>());
        var image = new ImageContent(ManifestReader.Read(bytes, MediaTypes.OciManifest, "built signature"), [config, payload], []);
        return new SampleImage(repository, [$"{digest.Algorithm}-{digest.Hex}.sig"], image);
    }

    private static byte[] Statement(string reference, Digest digest) => ManifestWriter.Write(writer =>
    {
        writer.WriteStartObject("critical");
        writer.WriteStartObject("identity");
        writer.WriteString("docker-reference", reference);
        writer.WriteEndObject();
        writer.WriteStartObject("image");
        writer.WriteString("docker-manifest-digest", digest.ToString());
        writer.WriteEndObject();
        writer.WriteString("type", "cosign container image signature");
        writer.WriteEndObject();
        writer.WriteNull("optional");
    });

    private static byte[] Config(Digest payload) => ManifestWriter.Write(writer =>
    {
        writer.WriteString("architecture", "");
        writer.WriteString("created", "0001-01-01T00:00:00Z");
        writer.WriteStartArray("history");
        writer.WriteStartObject();
        writer.WriteString("created", "0001-01-01T00:00:00Z");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteString("os", "");
        writer.WriteStartObject("rootfs");
        writer.WriteString("type", "layers");
        writer.WriteStartArray("diff_ids");
        writer.WriteStringValue(payload.ToString());
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartObject("config");
        writer.WriteEndObject();
    });
}
