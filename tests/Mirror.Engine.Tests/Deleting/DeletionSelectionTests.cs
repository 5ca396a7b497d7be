using System.Text;
using Mirror.Engine.Deleting;
using Mirror.Engine.Locking;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Testing;
using Mirror.Yaml.Configuration;

namespace Mirror.Engine.Tests.Deleting;

/// <summary>What a DeleteImageSetConfiguration means in a lock.</summary>
public sealed class DeletionSelectionTests
{
    private static readonly string Text = $$$"""
        {
          "lockVersion": 1,
          "resolverVersion": 1,
          "sources": {
            "images/quay.io/a/b:1": {
              "inputHash": "{{{TestDigest.Of("x")}}}",
              "requested": "quay.io/a/b:1",
              "resolved": {"image": "quay.io/a/b@{{{TestDigest.Of("a/b")}}}", "size": 1},
              "derived": {"target": "a/b:1"}
            },
            "operators/quay.io/c/index:v1": {
              "inputHash": "{{{TestDigest.Of("x")}}}",
              "requested": "quay.io/c/index:v1",
              "resolved": {"image": "quay.io/c/index@{{{TestDigest.Of("index")}}}", "size": 1},
              "derived": {"catalog": "{{{TestDigest.Of("derived")}}}", "size": 1, "target": "c/index:v1"},
              "packages": {
                "foo": {
                  "channels": {
                    "fast": ["foo.v2.0.0"],
                    "stable": ["foo.v1.1.0", "foo.v1.0.0"]
                  },
                  "bundles": {
                    "foo.v1.0.0": {"version": "1.0.0", "bundle": {"image": "quay.io/foo/bundle@{{{TestDigest.Of("foo 1.0.0")}}}", "size": 1}},
                    "foo.v1.1.0": {"version": "1.1.0", "bundle": {"image": "quay.io/foo/bundle@{{{TestDigest.Of("foo 1.1.0")}}}", "size": 1}},
                    "foo.v2.0.0": {"version": "2.0.0", "bundle": {"image": "quay.io/foo/bundle@{{{TestDigest.Of("foo 2.0.0")}}}", "size": 1}}
                  }
                }
              }
            },
            "platform/stable-4.20/amd64": {
              "inputHash": "{{{TestDigest.Of("x")}}}",
              "requested": "maxVersion 4.20.9, minVersion 4.20.8",
              "releases": {
                "4.20.8": {
                  "payload": {"image": "quay.io/openshift-release-dev/ocp-release@{{{TestDigest.Of("4.20.8")}}}", "size": 1},
                  "tag": "4.20.8-x86_64",
                  "images": {
                    "cli": {"image": "quay.io/openshift-release-dev/ocp-v4.0-art-dev@{{{TestDigest.Of("cli 8")}}}", "size": 1}
                  }
                },
                "4.20.9": {
                  "payload": {"image": "quay.io/openshift-release-dev/ocp-release@{{{TestDigest.Of("4.20.9")}}}", "size": 1},
                  "tag": "4.20.9-x86_64",
                  "images": {
                    "cli": {"image": "quay.io/openshift-release-dev/ocp-v4.0-art-dev@{{{TestDigest.Of("cli 9")}}}", "size": 1}
                  }
                }
              }
            }
          }
        }
        """;

    [Theory]
    [InlineData("additionalImages: [{name: 'quay.io/a/b:1'}]", "a/b:1")]
    [InlineData("additionalImages: [{name: 'quay.io/a/b:1', targetRepo: other}]", "unknown images/quay.io/a/b:1")]
    [InlineData("platform: {channels: [{name: stable-4.20, minVersion: 4.20.8, maxVersion: 4.20.8}]}", "openshift/release:4.20.8-x86_64-cli openshift/release-images:4.20.8-x86_64")]
    [InlineData("platform: {channels: [{name: fast-4.20, maxVersion: 4.20.8}]}", "openshift/release:4.20.8-x86_64-cli openshift/release-images:4.20.8-x86_64")]
    [InlineData("platform: {channels: [{name: stable-4.20, minVersion: 4.20.9}]}", "openshift/release:4.20.9-x86_64-cli openshift/release-images:4.20.9-x86_64")]
    [InlineData("operators: [{catalog: 'quay.io/c/index:v1', packages: [{name: foo, minVersion: 1.1.0, maxVersion: '1.1'}]}]", "foo 1.1.0")]
    [InlineData("operators: [{catalog: 'quay.io/c/index:v1', packages: [{name: foo, channels: [{name: stable}]}]}]", "foo 1.0.0 foo 1.1.0")]
    [InlineData("operators: [{catalog: 'quay.io/c/index:v1', packages: [{name: foo, channels: [{name: stable, maxVersion: 1.0.0}, {name: fast}]}]}]", "foo 1.0.0 foo 2.0.0")]
    [InlineData("operators: [{catalog: 'quay.io/c/index:v1'}]", "c/index:v1 foo 1.0.0 foo 1.1.0 foo 2.0.0")]
    public void Names_are_looked_up_in_the_lock(string delete, string expected)
    {
        var (found, problems) = Select(delete);

        Assert.Empty(problems);
        Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), found.SelectMany(name => name.Split(' ')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Channel_without_a_range_means_what_its_entry_brought() => Assert.Equal(4, Select("platform: {channels: [{name: stable-4.20}]}").Found.Count);

    [Theory]
    [InlineData("platform: {channels: [{name: stable-4.19}]}", "platform/stable-4.19/amd64")]
    [InlineData("platform: {channels: [{name: stable-4.20, minVersion: 4.20.10}]}", "platform/stable-4.20/amd64")]
    [InlineData("platform: {graph: true}", "platform/graph")]
    [InlineData("platform: {architectures: [arm64], channels: [{name: stable-4.20, minVersion: 4.20.8}]}", "platform/stable-4.20/arm64")]
    [InlineData("operators: [{catalog: 'quay.io/c/other:v1'}]", "operators/quay.io/c/other:v1")]
    [InlineData("operators: [{catalog: 'quay.io/c/index:v1', packages: [{name: bar}]}]", "bar' of 'quay.io/c/index:v1")]
    [InlineData("operators: [{catalog: 'quay.io/c/index:v1', packages: [{name: foo, minVersion: 3.0.0}]}]", "foo' of 'quay.io/c/index:v1")]
    [InlineData("helm: {repositories: [{url: 'https://charts.example.com', charts: [{name: x}]}]}", "helm/https://charts.example.com/x")]
    public void What_no_lock_knows_is_reported_with_the_locks_that_were_asked(string delete, string what)
    {
        var (_, problems) = Select(delete);

        Assert.Equal(
            $"'{what}' is in none of the locks 'old.json'. Name the lock that it was mirrored with: '--base FILE' or '--base git:REVISION'.", Assert.Single(problems).Message);
        Assert.Equal(MirrorErrors.DeletionUnknown, problems[0].Code);
        Assert.NotNull(problems[0].Span);
    }

    private static (IReadOnlyList<string> Found, IReadOnlyList<Diagnostic> Problems) Select(string delete)
    {
        var configuration = DeleteImageSetConfigurationReader.Read(
            $"apiVersion: mirror.openshift.io/v2alpha1\nkind: DeleteImageSetConfiguration\ndelete:\n  {delete}\n", "delete.yaml", []);
        var diagnostics = new DiagnosticBag();
        var lockFile = LockFileReader.Read(Encoding.UTF8.GetBytes(Text), "old.json");

        var (images, unknown) = new DeletionSelection([new LockBase("old.json", lockFile)], diagnostics).Select(Assert.IsType<DeleteImageSetConfiguration>(configuration));

        return ([.. images.Select(image => Shown(image.Target.ToString(), image.Digest.ToString())), .. unknown.Select(image => $"unknown {image.SourceKey}")], [.. diagnostics]);

        static string Shown(string target, string digest) =>
            new[] { "1.0.0", "1.1.0", "2.0.0" }.FirstOrDefault(version => digest == TestDigest.Of($"foo {version}").ToString()) is { } version ? $"foo {version}" : target;
    }
}
