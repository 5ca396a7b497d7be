using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Testing;

namespace Mirror.Model.Tests.Locking;

public sealed class ReferrersLockFileTests
{
    private const string File = "mirror.lock.referrers.json";

    private static readonly Digest App = TestDigest.Of("app");
    private static readonly Digest Payload = TestDigest.Of("payload");
    private static readonly Digest Signature = TestDigest.Of("signature");
    private static readonly Digest Bill = TestDigest.Of("bill");

    private static ReferrersLockFile Sample { get; } = ReferrersLockFile.Of(
    [
        KeyValuePair.Create($"quay.io/acme/unsigned@{TestDigest.Of("unsigned")}", (IReadOnlyList<LockedReferrer>)[]),
        KeyValuePair.Create($"quay.io/acme/app@{App}", (IReadOnlyList<LockedReferrer>)
        [
            new LockedReferrer(App, Bill, "application/spdx+json", 2048),
            new LockedReferrer(App, Signature, "application/vnd.oci.image.config.v1+json", 1024, $"sha256-{App.Hex}.sig"),
        ]),
    ],
    [
        KeyValuePair.Create(Payload, (IReadOnlyList<LockedReleaseSignature>)
        [
            new LockedReleaseSignature(2, [0xfb, 0xff]),
            new LockedReleaseSignature(1, "first"u8),
        ]),
    ]);

    private static string Text => Encoding.UTF8.GetString(ReferrersLockFileWriter.Write(Sample));

    private static ReferrersLockFile Read(string text) => ReferrersLockFileReader.Read(Encoding.UTF8.GetBytes(text), File);

    [Fact]
    public void File_has_one_line_for_each_leaf()
    {
        Assert.Equal(
            $$"""
            {
              "lockVersion": 1,
              "images": {
                "quay.io/acme/app": {
                  "{{App}}": {
                    "sha256-{{App.Hex}}.sig": {"digest": "{{Signature}}", "artifactType": "application/vnd.oci.image.config.v1+json", "size": 1024},
                    "{{Bill}}": {"subject": "{{App}}", "artifactType": "application/spdx+json", "size": 2048}
                  }
                },
                "quay.io/acme/unsigned": {
                  "{{TestDigest.Of("unsigned")}}": {}
                }
              },
              "releaseSignatures": {
                "{{Payload}}": {
                  "signature-1": "Zmlyc3Q=",
                  "signature-2": "+/8="
                }
              }
            }

            """,
            Text);
    }

    [Fact]
    public void Written_file_is_read_back()
    {
        var read = Read(Text);

        Assert.Equal(Sample.Images[$"quay.io/acme/app@{App}"], read.Images[$"quay.io/acme/app@{App}"]);
        Assert.Empty(read.Images[$"quay.io/acme/unsigned@{TestDigest.Of("unsigned")}"]);
        Assert.Equal("first"u8, read.ReleaseSignatures[Payload][0].ToBytes());
        Assert.Equal(ReferrersLockFileWriter.Write(Sample), ReferrersLockFileWriter.Write(read));
        Assert.Equal($"{File}(11,{"      \"".Length + TestDigest.Of("unsigned").ToString().Length + 4})", read.Spans.Values.Last().ToString());
    }

    [Fact]
    public void Tag_says_what_it_is_about_and_whether_it_is_a_signature()
    {
        var referrers = Read(Text).Images[$"quay.io/acme/app@{App}"];

        Assert.Equal(App, referrers[0].Subject);
        Assert.True(referrers[0].IsSignature);
        Assert.False(referrers[1].IsSignature);
    }

    [Fact]
    public void Every_truncation_is_refused_with_a_place()
    {
        var bytes = ReferrersLockFileWriter.Write(Sample);
        for (var length = 0; length < bytes.Length - 2; length++)
        {
            var failure = Assert.Throws<MirrorException>(() => ReferrersLockFileReader.Read(bytes[..length], File));

            Assert.True(failure.Diagnostics[0].Span is { Line: > 0, Column: > 0 }, $"cut at {length}: {failure.Message}");
        }
    }

    [Fact]
    public void Conflict_markers_are_refused_at_the_first_one()
    {
        var failure = Assert.Throws<MirrorException>(() => Read(Text.Replace("  \"releaseSignatures\"", "<<<<<<< HEAD\n  \"releaseSignatures\"", StringComparison.Ordinal)));

        Assert.Equal("MIR2002", failure.Diagnostics[0].Code.Id);
        Assert.Equal($"{File}(14,1)", failure.Diagnostics[0].Span!.ToString());
    }

    [Theory]
    [InlineData("\"lockVersion\": 1", "\"lockVersion\": 2", "MIR2004", "version 2")]
    [InlineData("\"quay.io/acme/app\"", "\"quay.io/acme/app:1\"", "MIR2003", "by tag")]
    [InlineData("\"quay.io/acme/app\"", "\"quay.io/acme/app \"", "MIR2001", "not an image reference")]
    [InlineData(".sig\"", ".asc\"", "MIR2001", "neither a digest nor a tag")]
    [InlineData("\"digest\"", "\"subject\"", "MIR2001", "'digest' is missing")]
    [InlineData("\"size\": 1024", "\"size\": 1024, \"tag\": \"x\"", "MIR2001", "'tag' is not known here")]
    [InlineData("\"size\": 1024", "\"size\": \"1024\"", "MIR2001", "'size' is not a whole number")]
    [InlineData("\"signature-1\"", "\"signature-01\"", "MIR2001", "not 'signature-' with a number")]
    [InlineData("\"signature-1\"", "\"signature-2\"", "MIR2001", "stands twice")]
    [InlineData("\"Zmlyc3Q=\"", "\"Zmlyc3Q\"", "MIR2001", "not base64")]
    [InlineData("\"Zmlyc3Q=\"", "\"Zmly c3Q=\"", "MIR2001", "not base64")]
    [InlineData("\"Zmlyc3Q=\"", "\"\"", "MIR2001", "not base64")]
    [InlineData("\"images\"", "\"pictures\"", "MIR2001", "'images' is missing")]
    public void Wrong_entry_is_refused_at_its_place(string old, string wrong, string code, string problem)
    {
        var failure = Assert.Throws<MirrorException>(() => Read(Text.Replace(old, wrong, StringComparison.Ordinal)));

        Assert.Equal(code, failure.Diagnostics[0].Code.Id);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Diagnostics[0].Span);
    }
}
