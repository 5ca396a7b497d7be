using Mirror.Engine.Resolving.Releases.Payloads;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Releases.Payloads;

public sealed class KubeVirtSelectorTests
{
    [Theory]
    [InlineData("", "", "x86_64 s390x", "kube-virt-container=x86_64", "")]
    [InlineData("amd64", "", "x86_64 s390x", "kube-virt-container=x86_64", "")]
    [InlineData("s390x", "", "x86_64 s390x", "kube-virt-container=s390x", "")]
    [InlineData("multi", "", "x86_64 s390x", "kube-virt-container-s390x=s390x kube-virt-container-x86_64=x86_64", "")]
    [InlineData("multi", "", "x86_64", "kube-virt-container-x86_64=x86_64", "")]
    [InlineData("amd64 arm64", "", "x86_64", "kube-virt-container=x86_64", "MIR2705")]
    [InlineData("arm64", "", "x86_64", "kube-virt-container-x86_64=x86_64", "MIR2705")]
    [InlineData("", "amd64", "x86_64 s390x", "kube-virt-container=x86_64", "")]
    [InlineData("", "amd64 s390x", "x86_64 s390x", "kube-virt-container-s390x=s390x kube-virt-container-x86_64=x86_64", "")]
    [InlineData("", "ppc64le", "", "", "MIR2705 MIR2332")]
    [InlineData("amd64", "", "s390x", "", "MIR2332")]
    public void Images_follow_platforms_or_else_architectures(string architectures, string platforms, string available, string expected, string codes)
    {
        var diagnostics = new DiagnosticBag();
        var section = new PlatformSection
        {
            KubeVirtContainer = true,
            Architectures = ValueList.Create<string>(Split(architectures)),
            Platforms = ValueList.Create<Platform>([.. Split(platforms).Select(name => new Platform("linux", name))]),
        };
        var payload = new ReleasePayload("4.20.1", [])
        {
            KubeVirtImages = [.. Split(available).Order(StringComparer.Ordinal).Select(key => new ReleaseComponent(key, ImageOf(key)))],
        };

        var selected = KubeVirtSelector.Select(section, payload, diagnostics);

        Assert.Equal(
            expected,
            string.Join(' ', selected.Select(image => $"{image.Name}={(image.Image == ImageOf("x86_64") ? "x86_64" : "s390x")}")));
        Assert.Equal(codes, string.Join(' ', diagnostics.Select(diagnostic => diagnostic.Code.Id)));
    }

    private static ImageReference ImageOf(string key) => ImageReference.Docker("quay.io", "r/boot", digest: TestDigest.Of(key));

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
