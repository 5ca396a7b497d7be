using System.Globalization;
using System.Text;
using Mirror.Engine.Emitting;
using Mirror.Engine.Planning;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Emitting;

public sealed class ContentSourcePoliciesTests
{
    private static readonly DestinationNames Names = new(new DestinationRegistry("reg.example.com:5000", "ocp"), 0);

    [Fact]
    public void Each_kind_of_content_has_a_policy_as_v1_wrote_it()
    {
        PlannedImage[] images =
        [
            Image(ImageKind.ReleaseContent, "quay.io/openshift-release-dev/ocp-v4.0-art-dev@" + TestDigest.Of("a"), "openshift/release:4.6.1-x86_64-etcd"),
            Image(ImageKind.Release, "quay.io/openshift-release-dev/ocp-release:4.6.1-x86_64", "openshift/release-images:4.6.1-x86_64"),
            Image(ImageKind.OperatorBundle, "registry.redhat.io/openshift4/bundle@" + TestDigest.Of("b"), "openshift4/bundle:x"),
            Image(ImageKind.Additional, "registry.redhat.io/ubi8/ubi:latest", "ubi8/ubi:latest"),
            Image(ImageKind.OperatorCatalog, "registry.redhat.io/redhat/index:v4.6", "redhat/index:v4.6"),
        ];

        var text = ContentSourcePolicies.Of(images, Names);

        Assert.Equal(
            """
            ---
            apiVersion: operator.openshift.io/v1alpha1
            kind: ImageContentSourcePolicy
            metadata:
              name: release-0
            spec:
              repositoryDigestMirrors:
              - mirrors:
                - reg.example.com:5000/ocp/openshift/release-images
                source: quay.io/openshift-release-dev/ocp-release
              - mirrors:
                - reg.example.com:5000/ocp/openshift/release
                source: quay.io/openshift-release-dev/ocp-v4.0-art-dev
            ---
            apiVersion: operator.openshift.io/v1alpha1
            kind: ImageContentSourcePolicy
            metadata:
              labels:
                operators.openshift.org/catalog: "true"
              name: operator-0
            spec:
              repositoryDigestMirrors:
              - mirrors:
                - reg.example.com:5000/ocp/openshift4
                source: registry.redhat.io/openshift4
            ---
            apiVersion: operator.openshift.io/v1alpha1
            kind: ImageContentSourcePolicy
            metadata:
              name: generic-0
            spec:
              repositoryDigestMirrors:
              - mirrors:
                - reg.example.com:5000/ocp/ubi8
                source: registry.redhat.io/ubi8

            """,
            text);
    }

    [Fact]
    public void Large_policies_are_cut_into_parts_with_numbers()
    {
        const int Limit = 2_000;
        var images = Enumerable.Range(0, 50)
            .Select(i => Image(ImageKind.Additional, $"quay.io/namespace{i:00}/image:1", $"namespace{i:00}/image:1"))
            .ToList();

        var documents = ContentSourcePolicies.Of(images, Names, Limit).Split("---\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.InRange(documents.Length, 2, 20);
        Assert.All(documents.Index(), part =>
        {
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"  name: generic-{part.Index}\n"), part.Item, StringComparison.Ordinal);
            Assert.InRange(Encoding.UTF8.GetByteCount(part.Item), 1, Limit);
        });
        Assert.Equal(50, documents.Sum(part => part.Split("source: ").Length - 1));
    }

    [Fact]
    public void Nothing_to_redirect_is_no_policy() => Assert.Empty(ContentSourcePolicies.Of([], Names));

    [Fact]
    public void File_is_only_written_when_it_is_asked_for()
    {
        PlannedImage[] images = [Image(ImageKind.Additional, "quay.io/a/b:1", "a/b:1")];

        Assert.DoesNotContain(ContentSourcePolicies.FileName, ClusterResources.Of(images, Names, []).Keys);
        Assert.Contains(ContentSourcePolicies.FileName, ClusterResources.Of(images, Names, [ResourceKind.Icsp]).Keys);
        Assert.Contains(ContentSourcePolicies.FileName, ClusterResources.FileNames);
    }

    private static PlannedImage Image(ImageKind kind, string origin, string target)
    {
        var reference = ImageReference.Parse(origin);
        return new PlannedImage(kind, reference, reference.WithDigest(TestDigest.Of(origin)), TargetName.TryParse(target)!, 1);
    }
}
