using Mirror.Engine.Policies;

namespace Mirror.Engine.Tests.Policies;

public sealed class PlacePatternTests
{
    [Theory]
    [InlineData("quay.io", "quay.io/a/b", true)]
    [InlineData("quay.io", "quay.io:5000/a/b", false)]
    [InlineData("quay.io", "quay.io.evil.example/a/b", false)]
    [InlineData("quay.io/a", "quay.io/a/b", true)]
    [InlineData("quay.io/a", "quay.io/ab", false)]
    [InlineData("*.redhat.io", "registry.redhat.io/ubi9/ubi", true)]
    [InlineData("*.redhat.io", "redhat.io/ubi9/ubi", false)]
    [InlineData("*.redhat.io", "evil.example/x.redhat.io", false)]
    [InlineData("*.redhat.io/ubi9", "registry.redhat.io/ubi9/ubi", true)]
    [InlineData("*.redhat.io/ubi9", "registry.redhat.io/ubi8/ubi", false)]
    [InlineData("charts.example.com", "https://charts.example.com/stable/a-1.tgz", true)]
    [InlineData("charts.example.com/stable", "https://charts.example.com/edge/a-1.tgz", false)]
    [InlineData("oci://", "oci://layouts/a", true)]
    [InlineData("quay.io", "oci://quay.io", false)]
    public void Pattern_covers_whole_parts_of_a_name(string pattern, string place, bool isCovered) =>
        Assert.Equal(isCovered, PlacePattern.Covers([pattern], place));
}
