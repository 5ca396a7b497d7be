using Mirror.Sandbox.Images;
using Mirror.Sandbox.Signing;

namespace Mirror.Sandbox.Samples.Releases;

/// <summary>The signatures of the sample releases, as the signature store of real ones has them: an OpenPGP message for each payload.</summary>
public static class SampleReleaseSignatures
{
    /// <summary>The message for one release.</summary>
    public static byte[] Of(SampleRelease release) => SampleKey.SignMessage(Statement(release));

    // An atomic container signature (containers-signature.5).
    private static byte[] Statement(SampleRelease release) => ManifestWriter.Write(writer =>
    {
        writer.WriteStartObject("critical");
        writer.WriteStartObject("image");
        writer.WriteString("docker-manifest-digest", release.Payload.Digest.ToString());
        writer.WriteEndObject();
        writer.WriteString("type", "atomic container signature");
        writer.WriteStartObject("identity");
        writer.WriteString("docker-reference", $"{SampleRelease.Repository}:{release.Tag}");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("optional");
        writer.WriteString("creator", "Mirror's sample upstream");
        writer.WriteEndObject();
    });
}
