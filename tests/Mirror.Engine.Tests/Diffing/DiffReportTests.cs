using System.Text;
using Mirror.Engine.Diffing;
using Mirror.Engine.Policies;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Policies;
using Mirror.Testing;
using static Mirror.Engine.Tests.Diffing.LockSamples;

namespace Mirror.Engine.Tests.Diffing;

/// <summary>The three reports of one merge request.</summary>
public sealed class DiffReportTests
{
    private static readonly LockedImageSource Kept = Image("quay.io/team/kept:1");

    private static readonly PolicyFinding Finding = new(
        new PolicyRule { Kind = PolicyRuleKind.Removals, Id = "removals", Message = "Ask in #mirror.", Span = SourceSpan.At("mirror-configs/prod/policy.yaml", 3, 11) },
        "release '4.19 (amd64)' is no longer mirrored in 4.19.5, which 'git:origin/main (0123456789ab)' has.");

    private static LockDiff Sample { get; } = LockComparison.Compare(
        Snapshot(
            "git:origin/main (0123456789ab)",
            Channel("stable-4.19", ["4.19.5", "4.19.9"]),
            Channel("stable-4.20", ["4.20.8"]),
            Graph("September"),
            Operators(
                "registry.redhat.io/redhat/redhat-operator-index:v4.20", "September", "cluster-logging", ("stable-6.2", ["6.2.4"]), ("stable-6.3", ["6.3.1"])),
            Chart("podinfo", "6.1.0", Image("ghcr.io/stefanprodan/podinfo:6.1.0", mebibytes: 20)),
            Image("registry.redhat.io/ubi9/ubi:9.5"),
            Image("registry.redhat.io/ubi9/ubi-minimal:latest", "September"),
            Image("registry.redhat.io/rhel9/httpd-24:9.6", mebibytes: 400),
            Image("quay.io/team/tool:2.1", mebibytes: 12),
            Kept).Signed(["4.19.5", "4.19.9", "4.20.8"], (Kept, ["old signature"])),
        Snapshot(
            "mirror-configs/prod/mirror.lock.json",
            Channel("stable-4.19", ["4.19.9"]),
            Channel("stable-4.20", ["4.20.9"], new LockedUpgrade("4.20.8", "4.20.9", [new LockedRisk("NodeCrash<script>", "https://issues.redhat.com/browse/OCPBUGS-1")])),
            Graph("October"),
            Operators("registry.redhat.io/redhat/redhat-operator-index:v4.20", "October", "cluster-logging", ("stable-6.3", ["6.3.2"]), ("stable-6.4", ["6.4.0"])),
            Chart("podinfo", "6.2.0", Image("ghcr.io/stefanprodan/podinfo:6.2.0", mebibytes: 21)),
            Image("registry.redhat.io/ubi9/ubi:9.6"),
            Image("registry.redhat.io/ubi9/ubi-minimal:latest", "October"),
            Image("quay.io/team/tool:1.9", mebibytes: 11),
            Kept,
            Image("quay.io/team/fresh:1", target: "tools/fresh:stable")).Signed(["4.19.9", "4.20.9"], (Kept, ["new signature"])));

    [Fact]
    public void Merge_request() => Approval.Verify(DiffMarkdown.Write("prod", Sample, [Finding]), "md");

    [Fact]
    public void Terminal() => Approval.Verify(DiffText.Write("prod", Sample, [Finding]));

    [Fact]
    public void Machines() => Approval.Verify(Encoding.UTF8.GetString(DiffJson.Write("prod", Sample, [Finding])), "json");

    [Fact]
    public void Nothing_changes()
    {
        var same = LockComparison.Compare(Sample.New, Sample.New);

        Assert.Contains("Nothing changes. The mirror asks for 17 images. None of them is new.", DiffText.Write("prod", same, []), StringComparison.Ordinal);
        Assert.DoesNotContain("###", DiffMarkdown.Write("prod", same, []), StringComparison.Ordinal);
    }
}
