using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Yaml.Configuration;

namespace Mirror.Yaml.Tests.Configuration;

public sealed class LegacyTests
{
    private const string Head = "apiVersion: mirror.openshift.io/v1alpha1\nkind: ImageSetConfiguration\nmirror:\n";

    [Fact]
    public void Releases_of_v1alpha1_are_a_platform_with_ranges()
    {
        const string Text = """
              ocp:
                graph: true
                channels:
                - name: stable-4.6
                  versions: ['4.6.36', 4.6.13]
                - name: stable-4.7
                  versions:
                  - 4.7.1
            """;

        var (configuration, problems) = Read(Head + Text);

        Assert.Equal(
            [
                "MIR1501(1,13) 'mirror.openshift.io/v1alpha1' is the version of oc-mirror v1; the file is translated. '--target Migrate' writes it as 'mirror.openshift.io/v2alpha1'.",
                "MIR1701(4,3) 'ocp' is read as 'platform'.",
                "MIR1701(8,7) 'versions' is read as 'minVersion: 4.6.13' and 'maxVersion: 4.6.36', which also takes the releases between them; with 'shortestPath: true' only those of the shortest upgrade path.",
                "MIR1701(10,7) 'versions' is read as 'minVersion: 4.7.1' and 'maxVersion: 4.7.1'.",
            ],
            problems);
        Assert.True(configuration!.Platform!.Graph);
        Assert.Equal(["4.6.13-4.6.36", "4.7.1-4.7.1"], configuration.Platform.Channels.Select(channel => $"{channel.MinVersion}-{channel.MaxVersion}"));
    }

    [Theory]
    [InlineData("headsOnly: true", false, "'headsOnly' is left out: it is the default.")]
    [InlineData("headsOnly:", false, "'headsOnly' is left out: it is empty, and true is the default.")]
    [InlineData("headsonly: false", true, "'headsOnly: false' is read as 'full: true'.")]
    [InlineData("headsOnly: false\n    full: false", false, "'headsOnly' is left out: 'full' beside it counts alone.")]
    public void Heads_only_becomes_full(string setting, bool isFull, string warning)
    {
        var (configuration, problems) = Read($"{Head}  operators:\n  - catalog: quay.io/a/b:1\n    {setting}\n");

        Assert.Equal(isFull, Assert.Single(configuration!.Operators).Full);
        Assert.EndsWith(warning, problems[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("headsOnly: false")]
    [InlineData("full: true")]
    public void Full_gives_way_to_ranges_and_takes_all_versions_elsewhere(string setting)
    {
        var text = $"""
              operators:
              - catalog: quay.io/a/b:1
                {setting}
                packages:
                - name: all
                - name: some
                  startingVersion: 1.4.0
                - name: channels
                  channels:
                  - name: stable
                    minVersion: 2.0.0
                  - name: fast
                - name: channel-names
                  channels:
                  - name: stable
            """;

        var (configuration, _) = Read(Head + text);

        var catalog = Assert.Single(configuration!.Operators);
        Assert.False(catalog.Full);
        Assert.Equal(["0.0.0-0", "1.4.0", "", "0.0.0-0"], catalog.Packages.Select(package => package.MinVersion?.Text ?? ""));
        Assert.Equal(["2.0.0", "0.0.0-0"], catalog.Packages[2].Channels.Select(channel => channel.MinVersion?.Text ?? ""));
        Assert.Null(catalog.Packages[3].Channels[0].MinVersion);
    }

    [Fact]
    public void Full_without_ranges_stays() => Assert.True(Assert.Single(
        Read($"{Head}  operators:\n  - catalog: quay.io/a/b:1\n    full: true\n    packages:\n    - name: c\n").Configuration!.Operators).Full);

    [Theory]
    [InlineData("startingBundle: foo.v1.2.3-4", "1.2.3-4")]
    [InlineData("minBundle: foo-operator.1.2.3", "1.2.3")]
    [InlineData("startingVersion: 1.2.3", "1.2.3")]
    public void Start_of_a_package_is_its_lower_end(string setting, string version) => Assert.Equal(
        version,
        Read($"{Head}  operators:\n  - catalog: quay.io/a/b:1\n    packages:\n    - name: foo\n      {setting}\n").Configuration!.Operators[0].Packages[0].MinVersion!.Text);

    [Theory]
    [InlineData("quay.io/redhat/index:v4.10", "redhat/mine")]
    [InlineData("quay.io/index:v4.10", "mine")]
    [InlineData("oci:///tmp/redhat/index", "mine")]
    public void Target_name_replaces_the_last_part_of_the_path(string catalog, string target) => Assert.Equal(
        target, Read($"{Head}  operators:\n  - catalog: {catalog}\n    targetName: mine\n").Configuration!.Operators[0].TargetCatalog);

    [Fact]
    public void Settings_without_counterpart_or_need_are_left_out_with_a_word()
    {
        const string Text = """
              operators:
              - catalog: quay.io/a/b:1
                skipDeps: true
                originalRef: quay.io/c/d:1
                writeIndex: true
                inlineIndex: false
                targetName: mine
                targetCatalog: c/d
              helm:
                repos:
                - url: https://charts.example.com
                  name: x
              blockedImages:
              - name: alpine
            """;

        var (configuration, problems) = Read(Head + Text);

        Assert.NotNull(configuration);
        Assert.Equal(
            [
                "MIR1501(1,13)", "MIR1701(6,5)", "MIR1701(7,5)", "MIR1701(8,5)", "MIR1701(9,5)", "MIR1701(10,5)", "MIR1701(13,5)", "MIR1701(16,3)",
            ],
            problems.Select(problem => problem[..problem.IndexOf(' ')]));
    }

    [Theory]
    [InlineData("operators:\n  - catalog: quay.io/a/b:1\n    pullSecret: file.json", "'pullSecret' of oc-mirror v1 can't be translated: remove it: credentials belong in the authentication file (podman login, or --authfile).")]
    [InlineData("additionalImages:\n  - name: quay.io/a/b:1\n    pullSecret: file.json", "'pullSecret' of oc-mirror v1 can't be translated: remove it")]
    [InlineData("ocp: {}\n  platform: {}", "'ocp' of oc-mirror v1 can't be translated: move what is in it into 'platform' in line 5.")]
    [InlineData("operators:\n  - catalog: quay.io/a/b:1\n    packages:\n    - name: c\n      startingBundle: odd", "'startingBundle' of oc-mirror v1 can't be translated: the name 'odd' does not end in a version such as '.v1.2.3'; write 'minVersion' with the version of that bundle.")]
    [InlineData("operators:\n  - catalog: quay.io/a/b:1\n    packages:\n    - name: c\n      bundles:\n      - name: x.v1.0.0\n      - name: x.v1.1.0", "'bundles' of oc-mirror v1 can't be translated: write 'minVersion' and 'maxVersion', the same version in both for a single bundle.")]
    [InlineData("operators:\n  - catalog: quay.io/a/b:1\n    packages:\n    - name: c\n      startingVersion: 1.0.0\n      minVersion: 1.1.0", "'startingVersion' of oc-mirror v1 can't be translated: keep it or what line 9 says, as 'minVersion'.")]
    [InlineData("ocp:\n    channels:\n    - name: stable-4.6\n      versions: [4.6.1]\n      minVersion: 4.6.1", "'versions' of oc-mirror v1 can't be translated: 'versions' and a range exclude each other; keep 'minVersion' and 'maxVersion'.")]
    [InlineData("operators:\n  - catalog: not an image\n    targetName: mine", "'targetName' of oc-mirror v1 can't be translated: write 'targetCatalog' with the path of the catalog at the destination.")]
    public void What_cannot_be_translated_says_what_to_write(string content, string problem) => Assert.Contains(
        Read($"{Head}  {content}\n").Problems, found => found.StartsWith("MIR1330(", StringComparison.Ordinal) && found.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("ocp:\n    channels:\n    - name: stable-4.6\n      versions: 4.6.1", "MIR1010(7,17) 'versions' expects a list, but found the text '4.6.1'; write 'minVersion' and 'maxVersion'.")]
    [InlineData("ocp:\n    channels:\n    - name: stable-4.6\n      versions: [4.6]", "MIR1013(7,18) An entry of 'versions' expects X.Y.Z, as in '4.20.8', but found the text '4.6'.")]
    [InlineData("operators:\n  - catalog: quay.io/a/b:1\n    headsOnly: maybe", "MIR1010(6,16) 'headsOnly' expects true or false, but found the text 'maybe'; write 'full: true' for false.")]
    public void Wrong_values_are_reported_at_their_place(string content, string problem) => Assert.Contains(problem, Read($"{Head}  {content}\n").Problems);

    [Fact]
    public void Settings_of_v1_are_not_translated_in_v2alpha1() => Assert.Equal(
        "MIR1008(4,3) 'ocp' is a setting of an older API version; write 'platform' with 'channels', and 'minVersion' and 'maxVersion' for the versions of a channel.",
        Reading.ProblemOf("ocp: {}\nadditionalImages:\n- name: quay.io/a/b:1"));

    [Fact]
    public void Deletion_of_v1_leaves_its_storage_out() => Assert.Equal(
        "MIR1701(3,1) 'storageConfig' is left out: a deletion writes no receipt.",
        Reading.ProblemsOfDelete("apiVersion: mirror.openshift.io/v1alpha2\nkind: DeleteImageSetConfiguration\nstorageConfig:\n  local:\n    path: x\ndelete:\n  additionalImages:\n  - name: quay.io/a/b:1\n")[1]);

    private static (ImageSetConfiguration? Configuration, IReadOnlyList<string> Problems) Read(string text)
    {
        var diagnostics = new DiagnosticBag();
        var configuration = ImageSetConfigurationReader.Read(text, "imageset.yaml", diagnostics);
        return (configuration, [.. diagnostics.Select(d => $"{d.Code.Id}({d.Span?.Line},{d.Span?.Column}) {d.Message}")]);
    }
}
