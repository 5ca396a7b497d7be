using Mirror.Model.Configuration;
using Mirror.Model.Oci;
using Mirror.Model.Versions;

namespace Mirror.Yaml.Tests.Configuration;

public sealed class PlatformTests
{
    [Fact]
    public void Whole_section_is_read()
    {
        var platform = Reading.Valid(Reading.Under("""
            platform:
              graph: true
              kubeVirtContainer: true
              architectures: [amd64, s390x]
              signatures: required
              channels:
              - name: stable-4.20
                minVersion: 4.20.8
                maxVersion: 4.20.9
                shortestPath: true
              - name: stable-4
                type: okd
                full: true
            """)).Platform;

        Assert.Equal(
            new PlatformSection
            {
                Graph = true,
                KubeVirtContainer = true,
                Architectures = ["amd64", "s390x"],
                Signatures = SignaturePolicy.Required,
                Channels =
                [
                    new ReleaseChannel
                    {
                        Name = "stable-4.20",
                        MinVersion = SemanticVersion.Parse("4.20.8"),
                        MaxVersion = SemanticVersion.Parse("4.20.9"),
                        ShortestPath = true,
                    },
                    new ReleaseChannel { Name = "stable-4", Type = ReleaseChannelType.Okd, Full = true },
                ],
            },
            platform);
    }

    [Fact]
    public void Platforms_are_read_once_each()
    {
        var platform = Reading.Valid(Reading.Under(
            "platform:\n  channels: [{name: c}]\n  platforms:\n  - {os: linux, architecture: arm64}\n  - {os: linux, architecture: arm64}")).Platform!;

        Assert.Equal([new Platform("linux", "arm64")], platform.Platforms);
        Assert.Equal(["multi"], platform.EffectiveArchitectures);
    }

    [Theory]
    [InlineData("channels: [{name: ''}]", "MIR1006(5,17) 'name' of an entry of 'channels' is empty.")]
    [InlineData("channels: [{name: c, minVersion: v4.20.1}]", "MIR1013(5,38) 'v4.20.1' is not a release version; 'minVersion' expects X.Y.Z, as in '4.20.8'; did you mean '4.20.1'?")]
    [InlineData("channels: [{name: c, maxVersion: 4.20}]", "MIR1013(5,38) '4.20' is not a release version; 'maxVersion' expects X.Y.Z, as in '4.20.8'; did you mean '4.20.0'?")]
    [InlineData("channels: [{name: c, maxVersion: latest}]", "MIR1013(5,38) 'latest' is not a release version; 'maxVersion' expects X.Y.Z, as in '4.20.8'.")]
    [InlineData("channels: [{name: c, minVersion: 4.20.9, maxVersion: 4.20.8}]", "MIR1014(5,38) 'minVersion' 4.20.9 is above 'maxVersion' 4.20.8, so no release is between them.")]
    [InlineData("channels: [{name: c, type: odk}]", "MIR1018(5,32) 'odk' is not a value of 'type'; did you mean 'okd'?")]
    [InlineData("channels: [{name: c, type: OCP}]", "MIR1018(5,32) 'OCP' is not a value of 'type'; did you mean 'ocp'?")]
    [InlineData("channels: [{name: c}, {name: c}]", "MIR1015(5,34) The release channel 'c' is already listed in line 5.")]
    [InlineData("architectures: [aarch64]", "MIR1018(5,21) 'aarch64' is not a value of 'architectures'; did you mean 'arm64'?")]
    [InlineData("architectures: [sparc]", "MIR1018(5,21) 'sparc' is not a value of 'architectures'; known are 'amd64', 'arm64', 'ppc64le', 's390x', 'multi'.")]
    [InlineData("platforms: [{os: linux, architecture: x86_64}]", "MIR1018(5,43) 'x86_64' is not how images call an architecture; did you mean 'amd64'?")]
    [InlineData("platforms: [{os: linux}]", "MIR1006(5,17) An entry of 'platforms' needs 'architecture'.")]
    [InlineData("platforms: [{os: '', architecture: arm64}]", "MIR1006(5,18) 'os' of an entry of 'platforms' is empty.")]
    [InlineData("release: quay.io/a/b", "MIR1011(5,14) 'quay.io/a/b' is not an image reference: it has neither a tag nor a digest.")]
    [InlineData("release: oci://folder", "MIR1011(5,14) 'oci://folder' is not an image of a registry; 'release' expects host/path:tag or host/path@digest.")]
    [InlineData("signatures: requird", "MIR1018(5,17) 'requird' is not a value of 'signatures'; did you mean 'required'?")]
    [InlineData("signatures: never", "MIR1018(5,17) 'never' is not a value of 'signatures'; known are 'required', 'if-present', 'ignore'.")]
    public void Wrong_value_is_refused(string setting, string problem) => Assert.Equal(problem, Reading.ProblemOf($"platform:\n  {setting}"));

    [Fact]
    public void Architectures_and_platforms_exclude_each_other() => Assert.StartsWith(
        "MIR1016(6,5) 'architectures' and 'platforms' exclude each other:",
        Reading.ProblemOf("platform:\n  platforms: [{os: linux, architecture: arm64}]\n  architectures: [arm64]"),
        StringComparison.Ordinal);

    [Fact]
    public void Release_makes_channels_pointless() => Assert.Equal(
        "MIR1502(6,5) 'channels' has no effect beside 'release', which names the payload.",
        Reading.ProblemOf("platform:\n  release: quay.io/a/b:1\n  channels: [{name: c}]"));
}
