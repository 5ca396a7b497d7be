using System.Text.RegularExpressions;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Testing;

namespace Mirror.Model.Tests.Locking;

public sealed class LockValidityTests
{
    private static AdditionalImage Image(string name, string? targetTag = null) => new()
    {
        Name = ImageReference.Parse(name),
        TargetTag = targetTag,
        Span = SourceSpan.At("imageset.yaml", 5, 5),
        FieldSpans = new Dictionary<string, SourceSpan>
        {
            ["name"] = SourceSpan.At("imageset.yaml", 5, 11),
            ["targetTag"] = SourceSpan.At("imageset.yaml", 6, 16),
        },
    };

    private static ImageSetConfiguration Configuration(params AdditionalImage[] images) => new() { AdditionalImages = [.. images] };

    private static LockedImageSource Lock(AdditionalImage image) => new()
    {
        Key = image.SourceKey,
        InputHash = image.Input.Hash,
        Requested = image.Input.Text.Length == 0 ? image.Name.ToString() : $"{image.Name}, {image.Input.Text}",
        Name = image.Name,
        Resolved = new LockedImage(image.Name.WithDigest(TestDigest.Of(image.Name.ToString())), 1),
        Target = new TargetName(image.Name.Repository, image.TargetTag ?? image.Name.Tag ?? "x"),
        Span = SourceSpan.At("mirror.lock.json", 5, 47),
    };

    private static IReadOnlyList<StaleSource> Check(LockFile lockFile, ImageSetConfiguration configuration) =>
        LockValidity.Check(lockFile, ExpectedSources.Of(configuration));

    [Fact]
    public void Lock_that_answers_every_entry_has_no_reasons()
    {
        var image = Image("quay.io/a/b:1", targetTag: "x");

        Assert.Empty(Check(LockFile.Empty.With([Lock(image)]), Configuration(image)));
    }

    [Fact]
    public void Changed_field_is_named_with_both_values_at_its_place()
    {
        var reason = Assert.Single(Check(LockFile.Empty.With([Lock(Image("quay.io/a/b:1", "old"))]), Configuration(Image("quay.io/a/b:1", "new"))));

        Assert.Equal(StaleKind.Changed, reason.Kind);
        Assert.Contains("targetTag old -> new", reason.Reason, StringComparison.Ordinal);
        Assert.Equal("imageset.yaml(6,16)", reason.Span!.ToString());
    }

    [Fact]
    public void Changed_tag_is_told_as_a_change_of_name()
    {
        var reasons = Check(LockFile.Empty.With([Lock(Image("quay.io/a/b:1"))]), Configuration(Image("quay.io/a/b:2")));

        var added = Assert.Single(reasons, reason => reason.Kind == StaleKind.Added);
        Assert.Contains("name quay.io/a/b:1 -> quay.io/a/b:2", added.Reason, StringComparison.Ordinal);
        Assert.Equal("imageset.yaml(5,11)", added.Span!.ToString());
    }

    [Fact]
    public void Removed_entry_points_into_the_lock()
    {
        var reason = Assert.Single(Check(LockFile.Empty.With([Lock(Image("quay.io/a/b:1"))]), Configuration()));

        Assert.Equal(StaleKind.Removed, reason.Kind);
        Assert.Equal("mirror.lock.json(5,47)", reason.Span!.ToString());
    }

    [Fact]
    public void Blocked_image_is_no_longer_expected_and_the_expression_is_named()
    {
        var block = new BlockedImage { Name = "a/b", Pattern = new Regex("a/b"), Span = SourceSpan.At("imageset.yaml", 9, 11) };
        var configuration = Configuration(Image("quay.io/a/b:1")) with { BlockedImages = [block] };

        var reason = Assert.Single(Check(LockFile.Empty.With([Lock(Image("quay.io/a/b:1"))]), configuration));

        Assert.Contains("'a/b'", reason.Reason, StringComparison.Ordinal);
        Assert.Equal("imageset.yaml(9,11)", reason.Span!.ToString());
        Assert.Empty(Check(LockFile.Empty, configuration));
    }

    [Fact]
    public void Older_selection_rules_make_every_source_stale()
    {
        var image = Image("quay.io/a/b:1");
        var old = LockFile.Empty.With([Lock(image)]) with { ResolverVersion = 0 };

        Assert.Equal(StaleKind.Rules, Assert.Single(Check(old, Configuration(image))).Kind);
    }

    [Fact]
    public void Merge_keeps_other_pins_and_drops_what_is_gone()
    {
        var kept = Lock(Image("quay.io/a/kept:1"));
        var gone = Lock(Image("quay.io/a/gone:1"));
        var answer = Lock(Image("quay.io/a/new:1"));
        var expected = ExpectedSources.Of(Configuration(Image("quay.io/a/kept:1"), Image("quay.io/a/new:1")));

        var merged = LockMerge.Merge(LockFile.Empty.With([kept, gone]), expected, new Dictionary<string, LockedSource> { [answer.Key] = answer });

        Assert.Equal([kept.Key, answer.Key], merged.Sources.Keys);
        Assert.Same(kept, merged.Sources[kept.Key]);
    }
}
