using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Testing;

namespace Mirror.Model.Tests.Locking;

public sealed class ReferrersValidityTests
{
    private static readonly ImageReference Name = ImageReference.Parse("quay.io/a/b:1");
    private static readonly ImageReference Pinned = Name.WithDigest(TestDigest.Of("b"));

    private static AdditionalImage Entry(SignaturePolicy? policy) => new()
    {
        Name = Name,
        Signatures = policy,
        Span = SourceSpan.At("imageset.yaml", 5, 5),
        FieldSpans = new Dictionary<string, SourceSpan> { ["signatures"] = SourceSpan.At("imageset.yaml", 6, 17) },
    };

    private static LockFile Lock(AdditionalImage entry, params LockedReferrer[]? referrers) => LockFile.Empty.With(
    [
        new LockedImageSource
        {
            Key = entry.SourceKey,
            InputHash = entry.Input.Hash,
            Requested = "quay.io/a/b:1",
            Name = Name,
            Resolved = new LockedImage(Pinned, 1),
            Target = new TargetName("a/b", "1"),
        },
    ]) with
    {
        Referrers = referrers is null ? ReferrersLockFile.Empty : ReferrersLockFile.Of([KeyValuePair.Create(Pinned.ToString(), (IReadOnlyList<LockedReferrer>)referrers)], []),
    };

    private static LockedReferrer Signature { get; } = new(Pinned.Digest!.Value, TestDigest.Of("signature"), "application/x", 1, ReferrerTag.Of(Pinned.Digest!.Value)[^1]);

    private static LockedReferrer Bill { get; } = new(Pinned.Digest!.Value, TestDigest.Of("bill"), "application/spdx+json", 1);

    private static IReadOnlyList<StaleSource> Check(AdditionalImage entry, LockFile lockFile, bool removesSignatures = false) =>
        ReferrersValidity.Check(lockFile, ExpectedSources.Of(new ImageSetConfiguration { AdditionalImages = [entry] }), removesSignatures);

    [Fact]
    public void Image_that_was_not_asked_about_is_a_reason()
    {
        var reason = Assert.Single(Check(Entry(null), Lock(Entry(null), null)));

        Assert.Equal(StaleKind.Referrers, reason.Kind);
        Assert.Contains($"whether '{Pinned}' has any", reason.Reason, StringComparison.Ordinal);
        Assert.Equal("imageset.yaml(6,17)", reason.Span!.ToString());
    }

    [Fact]
    public void Image_that_was_asked_about_and_has_none_is_right_unless_one_is_required()
    {
        Assert.Empty(Check(Entry(SignaturePolicy.IfPresent), Lock(Entry(SignaturePolicy.IfPresent), [])));

        var reason = Assert.Single(Check(Entry(SignaturePolicy.Required), Lock(Entry(SignaturePolicy.Required), Bill)));
        Assert.Contains("needs signatures", reason.Reason, StringComparison.Ordinal);
        Assert.Empty(Check(Entry(SignaturePolicy.Required), Lock(Entry(SignaturePolicy.Required), Bill, Signature)));
    }

    [Fact]
    public void Ignored_image_needs_no_answer_and_an_answer_is_left_over()
    {
        var ignored = Entry(SignaturePolicy.Ignore);

        Assert.Empty(Check(ignored, Lock(ignored, null)));
        Assert.Equal(StaleKind.Removed, Assert.Single(Check(ignored, Lock(ignored, Signature))).Kind);
    }

    [Fact]
    public void With_remove_signatures_nothing_is_compared()
    {
        Assert.Empty(Check(Entry(SignaturePolicy.Required), Lock(Entry(SignaturePolicy.Required), null), removesSignatures: true));
    }

    [Theory]
    [InlineData("application/vnd.dev.sigstore.bundle.v0.3+json", true)]
    [InlineData("application/vnd.cncf.notary.signature", true)]
    [InlineData("application/vnd.dev.cosign.artifact.sig.v1+json", true)]
    [InlineData("application/spdx+json", false)]
    public void Types_of_signatures_are_known(string type, bool isSignature) =>
        Assert.Equal(isSignature, new LockedReferrer(TestDigest.Of("a"), TestDigest.Of("b"), type, 1).IsSignature);
}
