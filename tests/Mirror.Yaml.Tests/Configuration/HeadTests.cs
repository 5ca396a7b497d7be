namespace Mirror.Yaml.Tests.Configuration;

public sealed class HeadTests
{
    private const string Content = "mirror:\n  additionalImages:\n  - name: quay.io/a/b:1\n";

    [Theory]
    [InlineData("", "MIR1004(1,1)")]
    [InlineData("# only a comment\n", "MIR1004(1,1)")]
    [InlineData("---\n", "MIR1004(1,1)")]
    [InlineData("- a\n", "MIR1010(1,1)")]
    [InlineData("text\n", "MIR1010(1,1)")]
    [InlineData("kind: Deployment\nspec: {}\n", "MIR1005(1,7) The file is of kind 'Deployment'; expected 'ImageSetConfiguration'.")]
    [InlineData("kind: DeleteImageSetConfiguration\ndelete: {}\n", "MIR1005(1,7)")]
    [InlineData("kind: imagesetconfiguration\nmirror: {}\n", "MIR1005(1,7)")]
    public void File_that_is_something_else_gets_one_message(string text, string problem) =>
        Assert.StartsWith(problem, Assert.Single(Reading.Problems(text)), StringComparison.Ordinal);

    [Fact]
    public void Missing_kind_is_reported_and_the_rest_is_read()
    {
        var problems = Reading.Problems("apiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  operatorz: []\n");

        Assert.Equal(
            ["MIR1006(1,1) The configuration needs 'kind: ImageSetConfiguration'.", "MIR1007(3,3) 'operatorz' is not a setting of 'mirror'; did you mean 'operators'?"],
            problems);
    }

    [Theory]
    [InlineData("kind: [a]\n", "MIR1010(2,7)")]
    [InlineData("kind:\n", "MIR1006(2,1)")]
    [InlineData("kind: ''\n", "MIR1006(2,1)")]
    public void Kind_must_be_text(string kind, string problem) => Assert.StartsWith(
        problem, Assert.Single(Reading.Problems("apiVersion: mirror.openshift.io/v2alpha1\n" + kind + Content)), StringComparison.Ordinal);

    [Theory]
    [InlineData("apiVersion: mirror.openshift.io/v1alpha2\n", "MIR1501(2,13) 'mirror.openshift.io/v1alpha2' is the version of oc-mirror v1;")]
    [InlineData("apiVersion: mirror.openshift.io/v1alpha1\n", "MIR1501(2,13) 'mirror.openshift.io/v1alpha1' is the version of oc-mirror v1;")]
    [InlineData("apiVersion: v3\n", "MIR1501(2,13) 'v3' is not known;")]
    [InlineData("apiVersion:\n", "MIR1501(2,1) There is no 'apiVersion';")]
    [InlineData("", "MIR1501(1,1) There is no 'apiVersion';")]
    public void Any_api_version_is_read_with_a_warning(string apiVersion, string warning) => Assert.StartsWith(
        warning, Assert.Single(Reading.Problems("kind: ImageSetConfiguration\n" + apiVersion + Content)), StringComparison.Ordinal);

    [Fact]
    public void Missing_mirror_is_an_error() => Assert.Equal(
        ["MIR1006(1,1) The configuration needs 'mirror'."], Reading.Problems(Reading.Head));

    [Theory]
    [InlineData("mirror:\n")]
    [InlineData("mirror: {}\n")]
    [InlineData("mirror:\n  operators: []\n  helm:\n")]
    [InlineData("mirror:\n  helm:\n    repositories:\n    - url: https://charts.example.com\n      charts: []\n")]
    public void Configuration_without_content_is_a_warning(string mirror) => Assert.Equal(
        ["MIR1504(3,1) 'mirror' names no content."], Reading.Problems(Reading.Head + mirror));

    [Fact]
    public void Delete_does_not_belong_into_a_configuration_to_mirror() => Assert.Equal(
        ["MIR1007(3,1) 'delete' is not a setting of 'ImageSetConfiguration'; content to be deleted is named by a DeleteImageSetConfiguration."],
        Reading.Problems(Reading.Head + "delete: {}\n" + Content));

    [Theory]
    [InlineData("archiveSize: 4", 4L)]
    [InlineData("archiveSize: 0", 0L)]
    [InlineData("archiveSize:", null)]
    [InlineData("archivesize: 8", 8L)]
    public void Archive_size_is_read(string text, long? size) =>
        Assert.Equal(size, Reading.Valid(Reading.Head + text + "\n" + Content).ArchiveSize);

    [Theory]
    [InlineData("archiveSize: -1", "MIR1018(3,14)")]
    [InlineData("archiveSize: 9000000000000000000", "MIR1018(3,14)")]
    [InlineData("archiveSize: 4.5", "MIR1010(3,14)")]
    [InlineData("archiveSize: '4'", "MIR1010(3,14)")]
    [InlineData("archiveSize: 4GiB", "MIR1010(3,14)")]
    public void Wrong_archive_size_is_refused(string text, string problem) => Assert.StartsWith(
        problem, Assert.Single(Reading.Problems(Reading.Head + text + "\n" + Content)), StringComparison.Ordinal);

    [Fact]
    public void Deletion_knows_neither_mirror_nor_archive_size_nor_blocked_images()
    {
        const string Text = """
            apiVersion: mirror.openshift.io/v2alpha1
            kind: DeleteImageSetConfiguration
            archiveSize: 4
            mirror: {}
            delete:
              blockedImages:
              - name: x
              additionalImages:
              - name: quay.io/a/b:1
            """;

        Assert.Equal(
            [
                "MIR1007(3,1) 'archiveSize' is not a setting of 'DeleteImageSetConfiguration'; a deletion writes no archive.",
                "MIR1007(4,1) 'mirror' is not a setting of 'DeleteImageSetConfiguration'; content to be mirrored is named by an ImageSetConfiguration; write 'delete'.",
                "MIR1007(6,3) 'blockedImages' is not a setting of 'delete'; a deletion blocks no images.",
            ],
            Reading.ProblemsOfDelete(Text));
    }

    [Fact]
    public void Deletion_is_read() => Assert.Empty(Reading.ProblemsOfDelete(
        "apiVersion: mirror.openshift.io/v2alpha1\nkind: DeleteImageSetConfiguration\ndelete:\n  additionalImages:\n  - name: quay.io/a/b:1\n"));
}
