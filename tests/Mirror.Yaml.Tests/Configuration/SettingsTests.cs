using Mirror.Model.Configuration;
using Mirror.Model.Oci;

namespace Mirror.Yaml.Tests.Configuration;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("additionalImagez: []", "MIR1007(4,3) 'additionalImagez' is not a setting of 'mirror'; did you mean 'additionalImages'?")]
    [InlineData("aditionalimages: []", "MIR1007(4,3) 'aditionalimages' is not a setting of 'mirror'; did you mean 'additionalImages'?")]
    [InlineData("helm:\n  x: 1", "MIR1007(5,5) 'x' is not a setting of 'helm'; known are 'repositories', 'local'.")]
    [InlineData("operators:\n- catalog: quay.io/c:1\n  chanels: []", "MIR1007(6,5) 'chanels' is not a setting of 'operators'; known are 'catalog', ")]
    public void Unknown_key_is_named_with_the_nearest_one(string content, string problem) =>
        Assert.StartsWith(problem, Reading.Problems(Reading.Under(content))[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("ocp: {}", 4, 3, "platform")]
    [InlineData("operators:\n- catalog: quay.io/c:1\n  headsOnly: false", 6, 5, "full: true")]
    [InlineData("operators:\n- catalog: quay.io/c:1\n  targetName: x", 6, 5, "targetCatalog")]
    [InlineData("operators:\n- catalog: quay.io/c:1\n  originalRef: x", 6, 5, "remove it")]
    [InlineData("operators:\n- catalog: quay.io/c:1\n  skipDeps: true", 6, 5, "remove it")]
    [InlineData("operators:\n- catalog: quay.io/c:1\n  packages:\n  - name: p\n    minBundle: x", 8, 7, "minVersion")]
    [InlineData("operators:\n- catalog: quay.io/c:1\n  packages:\n  - name: p\n    startingVersion: 1.0.0", 8, 7, "minVersion")]
    [InlineData("operators:\n- catalog: quay.io/c:1\n  packages:\n  - name: p\n    selectedBundles: []", 8, 7, "maxVersion")]
    [InlineData("operators:\n- catalog: quay.io/c:1\n  packages:\n  - name: p\n    channels:\n    - name: c\n      startingBundle: x", 10, 9, "minVersion")]
    [InlineData("platform:\n  channels:\n  - name: c\n    versions: []", 7, 7, "maxVersion")]
    [InlineData("additionalImages:\n- name: quay.io/a:1\nhelm:\n  repos: []", 7, 5, "repositories")]
    public void Key_of_an_older_version_says_what_to_write(string content, int line, int column, string advice)
    {
        var problem = Assert.Single(Reading.Problems(Reading.Under(content)), p => p.StartsWith("MIR1008", StringComparison.Ordinal));

        Assert.StartsWith($"MIR1008({line},{column}) ", problem, StringComparison.Ordinal);
        Assert.Contains(advice, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Misplaced_full_says_where_it_belongs() => Assert.Equal(
        "MIR1007(8,7) 'full' is not a setting of 'packages'; it is a setting of the catalog.",
        Reading.ProblemOf("operators:\n- catalog: quay.io/c:1\n  packages:\n  - name: p\n    full: true"));

    [Theory]
    [InlineData("additionalImages:\n- name: quay.io/a:1\n  name: quay.io/b:1", "MIR1009(6,5) 'name' is already set in line 5.")]
    [InlineData("additionalImages:\n- name: quay.io/a:1\n  Name: quay.io/b:1", "MIR1009(6,5) 'Name' is the same setting as 'name' in line 5.")]
    public void Key_that_is_written_twice_is_refused(string content, string problem) => Assert.Equal(problem, Reading.ProblemOf(content));

    [Fact]
    public void Keys_are_taken_in_any_letter_case()
    {
        var configuration = Reading.Valid(Reading.Under("additionalimages:\n- NAME: quay.io/a:1\n  TargetTag: x"));

        Assert.Equal("x", Assert.Single(configuration.AdditionalImages).TargetTag);
    }

    [Theory]
    [InlineData("additionalImages: quay.io/a:1", "MIR1010(4,21) 'additionalImages' expects a list, but found the text 'quay.io/a:1'.")]
    [InlineData("additionalImages:\n  name: quay.io/a:1", "MIR1010(5,5) 'additionalImages' expects a list, but found settings (key: value); begin each entry with a hyphen.")]
    [InlineData("additionalImages:\n- quay.io/a:1", "MIR1010(5,5) An entry of 'additionalImages' expects settings (key: value), but found the text 'quay.io/a:1'; write 'name: quay.io/a:1'.")]
    [InlineData("additionalImages:\n- [a]", "MIR1010(5,5) An entry of 'additionalImages' expects settings (key: value), but found a list.")]
    [InlineData("additionalImages:\n-", "MIR1006(5,4) An entry of 'additionalImages' is empty.")]
    [InlineData("additionalImages:\n- name: [x]", "MIR1010(5,11) 'name' expects text, but found a list.")]
    [InlineData("additionalImages:\n- name:", "MIR1006(5,5) 'name' of an entry of 'additionalImages' is empty.")]
    [InlineData("additionalImages:\n- name: ''", "MIR1006(5,5) 'name' of an entry of 'additionalImages' is empty.")]
    [InlineData("additionalImages:\n- targetTag: x", "MIR1006(5,5) An entry of 'additionalImages' needs 'name'.")]
    [InlineData("additionalImages:\n- {}", "MIR1006(5,5) An entry of 'additionalImages' needs 'name'.")]
    [InlineData("additionalImages:\n- ? [a]\n  : b\n  name: quay.io/a:1", "MIR1010(5,7) A key of 'additionalImages' must be text, but is a list.")]
    [InlineData("platform: []", "MIR1010(4,13) 'platform' expects settings (key: value), but found a list.")]
    [InlineData("platform:\n  graph: maybe", "MIR1010(5,12) 'graph' expects true or false, but found the text 'maybe'.")]
    [InlineData("platform:\n  graph: 'true'", "MIR1010(5,12) 'graph' expects true or false, but found the text 'true'; remove the quotes.")]
    [InlineData("platform:\n  graph: [true]", "MIR1010(5,12) 'graph' expects true or false, but found a list.")]
    [InlineData("platform:\n  architectures: [[]]", "MIR1010(5,21) An entry of 'architectures' expects text, but found a list.")]
    [InlineData("platform:\n  architectures: ['']", "MIR1006(5,21) An entry of 'architectures' is empty.")]
    public void Value_of_the_wrong_type_says_what_was_expected(string content, string problem) =>
        Assert.Equal(problem, Assert.Single(Reading.Problems(Reading.Under(content)), p => !p.StartsWith("MIR15", StringComparison.Ordinal)));

    [Theory]
    [InlineData("true", true)]
    [InlineData("Yes", true)]
    [InlineData("on", true)]
    [InlineData("FALSE", false)]
    [InlineData("off", false)]
    [InlineData("~", false)]
    [InlineData("", false)]
    public void Booleans_are_those_of_YAML_1_1(string word, bool value) =>
        Assert.Equal(value, Reading.Valid(Reading.Under($"platform:\n  kubeVirtContainer: {word}\n  graph: true")).Platform?.KubeVirtContainer);

    [Fact]
    public void Numbers_are_taken_as_text_as_they_are_written() =>
        Assert.Equal("4.20", Reading.Valid(Reading.Under("additionalImages:\n- name: quay.io/a:1\n  targetTag: 4.20")).AdditionalImages[0].TargetTag);

    [Fact]
    public void Anchors_aliases_and_merge_keys_mean_the_same_as_what_they_stand_for()
    {
        const string Short = """
            operators:
            - catalog: quay.io/c:1
              platforms: &arm
              - os: linux
                architecture: arm64
              packages:
              - &base
                name: p
                minVersion: '1.0'
              - <<: *base
                name: q
              - <<: [{name: r, maxVersion: '3'}, *base]
            additionalImages:
            - name: quay.io/a:1
              platforms: *arm
            """;
        const string Long = """
            operators:
            - catalog: quay.io/c:1
              platforms:
              - os: linux
                architecture: arm64
              packages:
              - name: p
                minVersion: '1.0'
              - name: q
                minVersion: '1.0'
              - name: r
                minVersion: '1.0'
                maxVersion: '3'
            additionalImages:
            - name: quay.io/a:1
              platforms:
              - os: linux
                architecture: arm64
            """;

        Assert.Equal(Reading.Valid(Reading.Under(Long)), Reading.Valid(Reading.Under(Short)));
    }

    [Fact]
    public void Problem_of_an_anchored_node_is_reported_once() => Assert.Equal(
        "MIR1006(6,7) An entry of 'platforms' needs 'os'.",
        Reading.ProblemOf("additionalImages:\n- platforms: &p\n  - architecture: arm64\n  name: quay.io/a:1\n- name: quay.io/b:1\n  platforms: *p"));

    [Theory]
    [InlineData("additionalImages:\n- <<: x\n  name: quay.io/a:1")]
    [InlineData("additionalImages:\n- <<: [x]\n  name: quay.io/a:1")]
    public void Merge_key_needs_settings(string content) =>
        Assert.StartsWith("MIR1010(5,9) '<<' expects settings or a list of settings", Reading.ProblemOf(content), StringComparison.Ordinal);

    [Fact]
    public void Fields_know_their_places()
    {
        var image = Reading.Valid(Reading.Under("additionalImages:\n- name: quay.io/a:1\n  targetTag: 'x'\n  platforms:\n  - {os: linux, architecture: arm64}")).AdditionalImages[0];

        Assert.Equal("imageset.yaml(5,5)", image.Span.ToString());
        Assert.Equal("imageset.yaml(5,11)", image.SpanOf("name").ToString());
        Assert.Equal("imageset.yaml(6,16)", image.SpanOf("targetTag").ToString());
        Assert.Equal("imageset.yaml(7,5)", image.SpanOf("platforms").ToString());
        Assert.Equal("imageset.yaml(5,5)", image.SpanOf("targetRepo").ToString());
    }

    [Fact]
    public void Change_of_a_field_knows_its_place()
    {
        const string Content = "platform:\n  channels:\n  - name: stable-4.20\n    maxVersion: ";
        var before = Reading.Valid(Reading.Under(Content + "4.20.8")).Sources[0];
        var now = Reading.Valid(Reading.Under(Content + "4.20.9")).Sources[0];

        var change = Assert.Single(SourceInput.Compare(before.Input.Text, now.Input)!);

        Assert.Equal("imageset.yaml(7,19) maxVersion 4.20.8 -> 4.20.9", $"{change.Span} {change}");
    }

    [Fact]
    public void Way_of_writing_does_not_change_the_input()
    {
        var first = Reading.Valid(Reading.Under("additionalImages:\n- name: nginx:1\n  targetTag: \"a\"\n  targetRepo: x/y"));
        var second = Reading.Valid(Reading.Under("# other\nadditionalImages: [{targetRepo: x/y, targetTag: a, signatures: , name: 'docker.io/library/nginx:1'}]"));

        Assert.Equal(first.AdditionalImages[0].Input.Hash, second.AdditionalImages[0].Input.Hash);
        Assert.Equal(ImageReference.Parse("nginx:1"), second.AdditionalImages[0].Name);
    }

    [Fact]
    public void Ten_mistakes_in_one_file_give_ten_messages_in_the_order_of_the_file()
    {
        const string Text = """
            apiVersion: mirror.openshift.io/v2alpha1
            kind: ImageSetConfiguration
            archiveSize: -5
            mirror:
              platform:
                architectures: [x86_64]
                channels:
                - name: stable-4.20
                  minVersion: 4.20
                  maxVersion: 4.19.0
                - name: stable-4.20
              operators:
              - catalog: registry.redhat.io/redhat/redhat-operator-index
                targetCatalogs: mirror/index
              additionalImages:
              - name: registry.redhat.io/ubi9/ubi:9.6
                targetRepo: UBI
              - nme: registry.redhat.io/ubi9/ubi:9.7
              blockedImages:
              - name: 'quay.io/(?!allowed)'
              helm:
                repositories: https://charts.example.com
            """;

        Assert.Equal(
            [
                "MIR1018(3,14)", "MIR1018(6,21)", "MIR1013(9,19)", "MIR1015(11,13)", "MIR1011(13,14)", "MIR1007(14,5)", "MIR1012(17,17)",
                "MIR1007(18,5)", "MIR1017(20,20)", "MIR1010(22,19)",
            ],
            Reading.Problems(Text).Select(problem => problem[..problem.IndexOf(' ', StringComparison.Ordinal)]));
    }

    [Fact]
    public void Number_of_messages_is_bounded()
    {
        var problems = Reading.Problems(Reading.Under(string.Concat(Enumerable.Range(0, 2000).Select(i => $"unknown{i}: 1\n"))));

        Assert.Equal(501, problems.Count);
        Assert.StartsWith("MIR1019(,) ", problems[^1], StringComparison.Ordinal);
    }
}
