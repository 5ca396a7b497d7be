using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Testing;

namespace Mirror.Model.Tests.Locking;

public sealed class LockFileTests
{
    private static readonly Digest Ubi = TestDigest.Of("ubi");
    private static readonly Digest Input = TestDigest.Of("input");

    private static LockFile Sample { get; } = LockFile.Empty.With(
    [
        new LockedImageSource
        {
            Key = "images/registry.redhat.io/ubi9/ubi:9.6",
            InputHash = Input,
            Requested = "registry.redhat.io/ubi9/ubi:9.6, platforms linux/amd64",
            Name = ImageReference.Parse("registry.redhat.io/ubi9/ubi:9.6"),
            Resolved = new LockedImage(ImageReference.Docker("registry.redhat.io", "ubi9/ubi", digest: Ubi), 78342911),
            Target = new TargetName("ubi9/ubi", "9.6"),
            Platforms = [new Platform("linux", "amd64"), new Platform("linux", "arm", "v7")],
        },
    ]);

    private static string Text => Encoding.UTF8.GetString(LockFileWriter.Write(Sample));

    private static MirrorException ReadWrong(string text) =>
        Assert.Throws<MirrorException>(() => LockFileReader.Read(Encoding.UTF8.GetBytes(text), "mirror.lock.json"));

    [Fact]
    public void Lock_has_one_line_for_each_leaf()
    {
        Assert.Equal(
            $$"""
            {
              "lockVersion": 1,
              "resolverVersion": 1,
              "sources": {
                "images/registry.redhat.io/ubi9/ubi:9.6": {
                  "inputHash": "{{Input}}",
                  "requested": "registry.redhat.io/ubi9/ubi:9.6, platforms linux/amd64",
                  "platforms": ["linux/amd64", "linux/arm/v7"],
                  "resolved": {"image": "registry.redhat.io/ubi9/ubi@{{Ubi}}", "size": 78342911},
                  "derived": {"target": "ubi9/ubi:9.6"}
                }
              }
            }

            """,
            Text);
    }

    [Fact]
    public void Written_lock_is_read_back()
    {
        var read = LockFileReader.Read(LockFileWriter.Write(Sample), "mirror.lock.json");

        var source = (LockedImageSource)read.Sources["images/registry.redhat.io/ubi9/ubi:9.6"];
        Assert.Equal(5, source.Span!.Line);
        Assert.Equal(Sample.Sources.Values.Single(), source with { Span = null });
    }

    [Fact]
    public void Empty_lock_is_written_and_read()
    {
        var read = LockFileReader.Read(LockFileWriter.Write(LockFile.Empty), "mirror.lock.json");

        Assert.Empty(read.Sources);
    }

    [Fact]
    public void Tag_in_a_lock_is_refused_at_its_place()
    {
        var failure = ReadWrong(Text.Replace($"ubi@{Ubi}", "ubi:9.6", StringComparison.Ordinal));

        Assert.Equal("MIR2003", failure.Diagnostics[0].Code.Id);
        Assert.Equal("mirror.lock.json(9,29)", failure.Diagnostics[0].Span!.ToString());
        Assert.Equal(ExitCode.StaleLock, failure.ExitCode);
    }

    [Fact]
    public void Conflict_markers_are_refused_at_the_first_one()
    {
        var failure = ReadWrong(Text.Replace("      \"requested\"", "<<<<<<< HEAD\n      \"requested\"", StringComparison.Ordinal));

        Assert.Equal("MIR2002", failure.Diagnostics[0].Code.Id);
        Assert.Equal("mirror.lock.json(7,1)", failure.Diagnostics[0].Span!.ToString());
    }

    [Fact]
    public void Every_truncation_is_refused_with_a_place()
    {
        var bytes = LockFileWriter.Write(Sample);
        for (var length = 0; length < bytes.Length - 2; length++)
        {
            var failure = Assert.Throws<MirrorException>(() => LockFileReader.Read(bytes[..length], "mirror.lock.json"));

            Assert.True(failure.Diagnostics[0].Span is { Line: > 0, Column: > 0 }, $"cut at {length}: {failure.Message}");
        }
    }

    [Theory]
    [InlineData("\"size\": 78342911", "\"size\": -1", "'size' is not a whole number")]
    [InlineData("\"size\": 78342911", "\"size\": 1, \"size\": 2", "stands twice")]
    [InlineData("\"derived\"", "\"derivd\"", "'derived' is missing")]
    [InlineData("\"target\": \"ubi9/ubi:9.6\"", "\"target\": \"../ubi:9.6\"", "is not 'repository:tag'")]
    [InlineData("\"target\":", "\"extra\": 1, \"target\":", "'extra' is not known here")]
    [InlineData("\"images/", "\"pictures/", "is not of a known kind")]
    [InlineData("\"resolverVersion\": 1,", "", "'resolverVersion' is missing")]
    public void Wrong_entry_is_refused(string old, string wrong, string problem)
    {
        var failure = ReadWrong(Text.Replace(old, wrong, StringComparison.Ordinal));

        Assert.Equal("MIR2001", failure.Diagnostics[0].Code.Id);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Diagnostics[0].Span);
    }

    [Theory]
    [InlineData("\"lockVersion\": 1", "\"lockVersion\": 2")]
    [InlineData("\"resolverVersion\": 1", "\"resolverVersion\": 99")]
    public void Lock_of_a_newer_program_is_refused(string old, string newer)
    {
        var failure = ReadWrong(Text.Replace(old, newer, StringComparison.Ordinal));

        Assert.Equal("MIR2004", failure.Diagnostics[0].Code.Id);
    }
}
