using Mirror.Model.Configuration;
using Mirror.Model.Oci;

namespace Mirror.Yaml.Tests.Configuration;

public sealed class ImagesTests
{
    private const string Sha = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void Additional_images_are_read()
    {
        var images = Reading.Valid(Reading.Under($$"""
            additionalImages:
            - name: registry.redhat.io/ubi9/ubi:9.6
            - name: quay.io/a/b:1@{{Sha}}
              targetRepo: mirror/b
              targetTag: v1
              signatures: if-present
              platforms:
              - os: linux
                architecture: amd64
            - name: oci://layouts/c
            """)).AdditionalImages;

        Assert.Equal(
            [
                new AdditionalImage { Name = ImageReference.Parse("registry.redhat.io/ubi9/ubi:9.6") },
                new AdditionalImage
                {
                    Name = ImageReference.Parse($"quay.io/a/b:1@{Sha}"),
                    TargetRepo = "mirror/b",
                    TargetTag = "v1",
                    Signatures = SignaturePolicy.IfPresent,
                    Platforms = [new Platform("linux", "amd64")],
                },
                new AdditionalImage { Name = ImageReference.Parse("oci://layouts/c") },
            ],
            images);
    }

    [Theory]
    [InlineData("name: quay.io/a/b", "MIR1011(5,11) 'quay.io/a/b' is not an image reference: it has neither a tag nor a digest.")]
    [InlineData("name: localhost:5000/a", "MIR1011(5,11) 'localhost:5000/a' is not an image reference: it has neither a tag nor a digest.")]
    [InlineData("name: ' quay.io/a:1'", "MIR1011(5,11) ' quay.io/a:1' is not an image reference: ")]
    [InlineData("{name: 'quay.io/a:1', targetRepo: 'host:5000/a'}", "MIR1012(5,39) 'host:5000/a' is not a path for 'targetRepo';")]
    [InlineData("{name: 'quay.io/a:1', targetRepo: /a}", "MIR1012(5,39) '/a' is not a path for 'targetRepo';")]
    [InlineData("{name: 'quay.io/a:1', targetTag: .x}", "MIR1012(5,38) '.x' is not a tag;")]
    public void Wrong_image_is_refused(string entry, string problem) =>
        Assert.StartsWith(problem, Reading.ProblemOf($"additionalImages:\n- {entry}"), StringComparison.Ordinal);

    [Fact]
    public void Image_that_is_listed_again_is_united_with_the_first()
    {
        const string Content = "additionalImages:\n- {name: 'quay.io/a:1', platforms: [{os: linux, architecture: arm64}]}\n"
            + "- {name: 'docker://quay.io/a:1', platforms: [{os: linux, architecture: amd64}]}";

        Assert.Equal("MIR1505(6,12) The image 'quay.io/a:1' is already listed in line 5.", Reading.ProblemOf(Content));
    }

    [Fact]
    public void Image_that_is_listed_again_with_another_policy_is_refused() => Assert.Equal(
        "MIR1015(6,12) The image 'quay.io/a:1' is already listed in line 5, with another value of 'signatures'.",
        Reading.ProblemOf("additionalImages:\n- {name: 'quay.io/a:1'}\n- {name: 'quay.io/a:1', signatures: required}"));

    [Fact]
    public void Blocked_images_are_compiled()
    {
        var blocked = Assert.Single(Reading.Valid(Reading.Under("additionalImages: [{name: 'quay.io/a:1'}]\nblockedimages:\n- name: ^quay.io/x")).BlockedImages);

        Assert.True(blocked.Blocks("docker://quay.io/x/y:1"));
        Assert.False(blocked.Blocks("docker://quay.io/y:1"));
    }

    [Theory]
    [InlineData("name: 'quay.io/('", "MIR1017(5,21) 'quay.io/(' is not a regular expression (RE2): a ')' is missing.")]
    [InlineData("name: quay.io/(?!x)", "MIR1017(5,19) ")]
    [InlineData("name: \"a\\tb\\\\1\"", "MIR1017(5,11) ")]
    [InlineData("name: ''", "MIR1006(5,5) ")]
    public void Wrong_expression_is_refused_at_its_place(string entry, string problem) => Assert.StartsWith(
        problem,
        Assert.Single(Reading.Problems(Reading.Under($"blockedImages:\n- {entry}"))),
        StringComparison.Ordinal);

    [Fact]
    public void Samples_have_no_effect() => Assert.Equal(
        "MIR1502(5,3) 'samples' has no effect; list the images in 'additionalImages'.",
        Reading.ProblemOf("additionalImages: [{name: 'quay.io/a:1'}]\nsamples:\n- name: ruby"));
}
