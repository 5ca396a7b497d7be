using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Model.Policies;
using Mirror.Yaml.Configuration;

namespace Mirror.Yaml.Tests.Configuration;

public sealed class PolicyTests
{
    private static (PolicyFile? Policy, IReadOnlyList<string> Problems) Read(string text)
    {
        var diagnostics = new DiagnosticBag();
        var policy = PolicyReader.Read(Encoding.UTF8.GetBytes(text), "policy.yaml", diagnostics);
        return (policy, [.. diagnostics.Select(d => $"{d.Code.Id}({d.Span?.Line},{d.Span?.Column}) {d.Message}")]);
    }

    [Fact]
    public void Every_rule_is_read_with_its_settings()
    {
        var (policy, problems) = Read(
            """
            rules:
            - rule: removals
              severity: off
            - rule: downgrades
              message: Ask first.
            - rule: source-hosts
              allowed: [registry.redhat.io, quay.io/openshift-release-dev, '*.example.com', 'oci://']
            - rule: signatures
              images: [quay.io/openshift-release-dev]
            - rule: growth
              maximum: 50GiB
            - rule: growth
              id: much-growth
              severity: warning
              maximum: 500 MiB
            - rule: minimum-age
              minimum: 7d
            - rule: pinned-ranges
            """);

        Assert.Empty(problems);
        Assert.Equal(
            ["removals Off", "downgrades Error", "source-hosts Error", "signatures Error", "growth Error", "much-growth Warning", "minimum-age Error", "pinned-ranges Error"],
            policy!.Rules.Select(rule => $"{rule.Id} {rule.Severity}"));
        Assert.Equal("Ask first.", policy.Rules[1].Message);
        Assert.Equal(["registry.redhat.io", "quay.io/openshift-release-dev", "*.example.com", "oci://"], policy.Rules[2].Allowed);
        Assert.Equal(["quay.io/openshift-release-dev"], policy.Rules[3].Images);
        Assert.Equal(50L << 30, policy.Rules[4].Maximum);
        Assert.Equal(500L << 20, policy.Rules[5].Maximum);
        Assert.Equal(TimeSpan.FromDays(7), policy.Rules[6].Minimum);
        Assert.Equal((2, 9), (policy.Rules[0].Span.Line, policy.Rules[0].Span.Column));
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var (policy, problems) = Read(
            """
            rules:
            - rule: removal
            - rule: growth
              maximum: much
            - rule: growth
              maximum: 1GiB
              minimum: 7d
            - rule: source-hosts
            - rule: source-hosts
              id: more-hosts
              allowed: ['quay.io/a:1', 'https://quay.io', '*']
            - rule: minimum-age
              minimum: 3w
              severity: fatal
            - severity: error
            """);

        Assert.Null(policy);
        Assert.Equal(
            [
                "MIR1018(2,9) 'removal' is not a value of 'rule'; did you mean 'removals'?",
                "MIR1018(4,12) 'much' is not a size; expected a whole number and a unit, such as '500MiB' or '50GiB'.",
                "MIR1015(5,9) The rule 'growth' is already listed in line 3.",
                "MIR1007(7,3) 'minimum' is not a setting of the rule 'growth'.",
                "MIR1006(8,3) The rule needs 'allowed', a list of places such as 'registry.redhat.io' or 'quay.io/openshift-release-dev'.",
                "MIR1018(11,13) 'quay.io/a:1' is not a place; expected 'host', 'host/path', '*.domain', or 'oci://' for layouts on disk.",
                "MIR1018(11,28) 'https://quay.io' is not a place; expected 'host', 'host/path', '*.domain', or 'oci://' for layouts on disk.",
                "MIR1018(11,47) '*' is not a place; expected 'host', 'host/path', '*.domain', or 'oci://' for layouts on disk.",
                "MIR1018(13,12) '3w' is not an age; expected a whole number of days or hours, such as '7d' or '36h'.",
                "MIR1018(14,13) 'fatal' is not a value of 'severity'; known are 'error', 'warning', 'off'.",
                "MIR1006(15,3) An entry of 'rules' needs 'rule'.",
            ],
            problems);
    }

    [Theory]
    [InlineData("", "MIR1006")]
    [InlineData("rule: removals", "MIR1007")]
    [InlineData("- removals", "MIR1006")]
    public void File_that_is_no_policy_is_refused(string text, string code) => Assert.StartsWith(code, Read(text).Problems[0], StringComparison.Ordinal);
}
