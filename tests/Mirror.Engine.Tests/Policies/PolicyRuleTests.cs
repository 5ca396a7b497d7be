using Mirror.Engine.Diffing;
using Mirror.Engine.Policies;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Policies;
using Mirror.Yaml.Configuration;
using static Mirror.Engine.Tests.Diffing.LockSamples;

namespace Mirror.Engine.Tests.Policies;

/// <summary>What rules find that need more content than a small mirror has; the others are tested end to end.</summary>
public sealed class PolicyRuleTests
{
    private static PolicyRule Rule(PolicyRuleKind kind) => new() { Kind = kind, Id = kind.ToWord() };

    private static ImageSetConfiguration Configuration(string content)
    {
        var diagnostics = new DiagnosticBag();
        var text = $"kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n{content}";
        var configuration = ImageSetConfigurationReader.Read(text, "imageset.yaml", diagnostics);
        Assert.Empty(diagnostics);
        return configuration!;
    }

    private static IReadOnlyList<string> Pins(string content) =>
        [.. PinnedRanges.Judge(Rule(PolicyRuleKind.PinnedRanges), Configuration(content)).Select(finding => finding.Message)];

    [Fact]
    public void Ranges_of_one_version_are_pinned() => Assert.Empty(Pins(
        """
          platform:
            channels:
            - {name: stable-4.20, minVersion: 4.20.8, maxVersion: 4.20.8}
          operators:
          - catalog: registry.redhat.io/redhat/redhat-operator-index:v4.20
            packages:
            - {name: one, minVersion: 1.2.3, maxVersion: 1.2.3}
            - name: two
              channels:
              - {name: stable, minVersion: 1.0.0, maxVersion: 1.0.0}
          helm:
            repositories:
            - name: r
              url: https://charts.example.com
              charts:
              - {name: c, version: 1.2.3}
        """));

    [Fact]
    public void Every_open_range_is_found_at_its_place()
    {
        var findings = Pins(
            """
              platform:
                channels:
                - {name: stable-4.20, minVersion: 4.20.8}
              operators:
              - catalog: registry.redhat.io/redhat/redhat-operator-index:v4.20
              - catalog: registry.redhat.io/redhat/certified-operator-index:v4.20
                packages:
                - name: one
                - {name: two, minVersion: '1.2', maxVersion: '1.2'}
                - name: three
                  channels:
                  - {name: stable, minVersion: 1.0.0}
              helm:
                repositories:
                - {name: all, url: https://all.example.com}
                - name: r
                  url: https://charts.example.com
                  charts:
                  - {name: c, version: ^1.2.3}
            """);

        Assert.Equal(
            [
                "the channel 'stable-4.20' at imageset.yaml(6,7) is not pinned to one version; give it the same 'minVersion' and 'maxVersion'.",
                "the catalog 'registry.redhat.io/redhat/redhat-operator-index:v4.20' at imageset.yaml(8,5) brings every operator; list 'packages', each with the same 'minVersion' and 'maxVersion'.",
                "the operator 'one' at imageset.yaml(11,7) is not pinned to one version; give it the same 'minVersion' and 'maxVersion'.",
                "the operator 'two' at imageset.yaml(12,7) is not pinned to one version; give it the same 'minVersion' and 'maxVersion'.",
                "the channel 'stable' of the operator 'three' at imageset.yaml(15,9) is not pinned to one version; give it the same 'minVersion' and 'maxVersion'.",
                "the chart repository 'https://all.example.com' at imageset.yaml(18,7) brings every chart; list 'charts', each with a 'version'.",
                "the chart 'c' at imageset.yaml(22,9) is not pinned to one version; give it a whole 'version', such as '1.2.3'.",
            ],
            findings);
    }

    [Fact]
    public void Images_without_signature_are_found_but_components_are_covered_by_their_release()
    {
        var (signed, unsigned, elsewhere) = (Image("quay.io/a/signed:1"), Image("quay.io/a/unsigned:1"), Image("ghcr.io/a/unsigned:1"));
        var snapshot = Snapshot("now", Channel("stable-4.20", ["4.20.8"]), Graph("today"), signed, unsigned, elsewhere).Signed(["4.20.8"], (signed, ["s"]), (unsigned, []));

        var all = LockRules.Judge(Rule(PolicyRuleKind.Signatures), snapshot);
        var some = LockRules.Judge(Rule(PolicyRuleKind.Signatures) with { Images = ["quay.io"] }, snapshot);
        var none = LockRules.Judge(Rule(PolicyRuleKind.Signatures) with { Images = ["quay.io/a/signed", "quay.io/openshift-release-dev"] }, snapshot);

        Assert.Equal(
            [$"'{elsewhere.Resolved.Image}' (images/ghcr.io/a/unsigned:1) has no signature in the lock.", $"'{unsigned.Resolved.Image}' (images/quay.io/a/unsigned:1) has no signature in the lock."],
            all.Select(finding => finding.Message));
        Assert.Equal([$"'{unsigned.Resolved.Image}' (images/quay.io/a/unsigned:1) has no signature in the lock."], some.Select(finding => finding.Message));
        Assert.Empty(none);
    }

    [Fact]
    public void Chart_repositories_are_sources_too()
    {
        var rule = Rule(PolicyRuleKind.SourceHosts) with { Allowed = ["quay.io"] };

        var finding = Assert.Single(LockRules.Judge(rule, Snapshot("now", Chart("c", "1.0.0", Image("quay.io/a/b:1")))));

        Assert.Equal("'https://charts.example.com/stable/c-1.0.0.tgz' (helm/https://charts.example.com/stable/c:1.0.0) is not among the allowed sources.", finding.Message);
    }

    [Fact]
    public void Many_findings_are_cut()
    {
        var images = Enumerable.Range(100, 30).Select(i => Image($"quay.io/a/b{i}:1")).ToArray();

        var findings = LockRules.Judge(Rule(PolicyRuleKind.Removals), LockComparison.Compare(Snapshot("old", images), Snapshot("now")));

        Assert.Equal(21, findings.Count);
        Assert.Equal("10 more of the same kind.", findings[^1].Message);
    }
}
