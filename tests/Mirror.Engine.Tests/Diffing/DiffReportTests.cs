using System.Text;
using Mirror.Engine.Diffing;
using Mirror.Testing;
using static Mirror.Engine.Tests.Diffing.LockSamples;

namespace Mirror.Engine.Tests.Diffing;

/// <summary>The three reports of one merge request.</summary>
public sealed class DiffReportTests
{
    private static LockDiff Sample { get; } = LockComparison.Compare(
        Snapshot(
            "git:origin/main (0123456789ab)",
            Image("registry.redhat.io/ubi9/ubi:9.5"),
            Image("registry.redhat.io/ubi9/ubi-minimal:latest", "September"),
            Image("registry.redhat.io/rhel9/httpd-24:9.6", mebibytes: 400),
            Image("quay.io/team/tool:2.1", mebibytes: 12),
            Image("quay.io/team/kept:1")),
        Snapshot(
            "mirror-configs/prod/mirror.lock.json",
            Image("registry.redhat.io/ubi9/ubi:9.6"),
            Image("registry.redhat.io/ubi9/ubi-minimal:latest", "October"),
            Image("quay.io/team/tool:1.9", mebibytes: 11),
            Image("quay.io/team/kept:1"),
            Image("quay.io/team/fresh:1", target: "tools/fresh:stable")));

    [Fact]
    public void Merge_request() => Approval.Verify(DiffMarkdown.Write("prod", Sample), "md");

    [Fact]
    public void Terminal() => Approval.Verify(DiffText.Write("prod", Sample));

    [Fact]
    public void Machines() => Approval.Verify(Encoding.UTF8.GetString(DiffJson.Write("prod", Sample)), "json");

    [Fact]
    public void Nothing_changes()
    {
        var same = LockComparison.Compare(Sample.New, Sample.New);

        Assert.Contains("Nothing changes. The mirror asks for 5 images. None of them is new.", DiffText.Write("prod", same), StringComparison.Ordinal);
        Assert.DoesNotContain("###", DiffMarkdown.Write("prod", same), StringComparison.Ordinal);
    }
}
