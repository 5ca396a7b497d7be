using Mirror.Model.Oci;

namespace Mirror.Model.Tests.Oci;

public sealed class ImageReferenceTests
{
    private const string Sha = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("registry.redhat.io/ubi9/ubi:9.6", "registry.redhat.io", "ubi9/ubi", "9.6", null)]
    [InlineData("docker://registry.redhat.io/ubi9/ubi:9.6", "registry.redhat.io", "ubi9/ubi", "9.6", null)]
    [InlineData("localhost:5000/a/b@" + Sha, "localhost:5000", "a/b", null, Sha)]
    [InlineData("host:5000/p:v1@" + Sha, "host:5000", "p", "v1", Sha)]
    [InlineData("nginx:1.25", "docker.io", "library/nginx", "1.25", null)]
    [InlineData("bitnami/nginx:1.25", "docker.io", "bitnami/nginx", "1.25", null)]
    [InlineData("docker.io/nginx:1.25", "docker.io", "library/nginx", "1.25", null)]
    [InlineData("[::1]:5000/a:1", "[::1]:5000", "a", "1", null)]
    public void Registry_reference_is_split(string text, string registry, string repository, string? tag, string? digest)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal((registry, repository, tag, digest), (reference.Registry, reference.Repository, reference.Tag, reference.Digest?.ToString()));
    }

    [Theory]
    [InlineData("oci:///data/image", "/data/image", null)]
    [InlineData("oci://rel/image:v1", "rel/image", "v1")]
    public void Layout_reference_keeps_its_folder(string text, string folder, string? tag)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal((Transport.OciLayout, folder, tag), (reference.Transport, reference.Repository, reference.Tag));
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("quay.io/a/b", "neither a tag nor a digest")]
    [InlineData("localhost:5000/a/b", "neither a tag nor a digest")]
    [InlineData("quay.io/a/b@sha256:123", "not a digest")]
    [InlineData("quay.io/A/b:1", "not a repository path")]
    [InlineData("quay.io/a//b:1", "not a repository path")]
    [InlineData("quay.io/a/b:-x", "not a tag")]
    [InlineData("http://quay.io/a/b:1", "transport 'http'")]
    [InlineData("docker://oci://x:1", "transport 'oci'")]
    public void Wrong_reference_says_why(string text, string problem)
    {
        Assert.False(ImageReference.TryParse(text, out _, out var found));

        Assert.Contains(problem, found, StringComparison.Ordinal);
    }
}
