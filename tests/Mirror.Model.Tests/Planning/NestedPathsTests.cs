using Mirror.Model.Planning;

namespace Mirror.Model.Tests.Planning;

public sealed class NestedPathsTests
{
    private const string Long = "ocpbugs-11922/mirror-release/gitlab-org/ci-cd/gitlab-runner-ubi-images/gitlab-runner-helper-ocp";

    [Theory]
    [InlineData("ns/a/b/c", 0, "ns/a/b/c")]
    [InlineData("ns/a/b/c", 1, "ns-a-b-c")]
    [InlineData("ns/a/b/c", 2, "ns/a-b-c")]
    [InlineData("ns/a", 2, "ns/a")]
    [InlineData(Long, 2, "ocpbugs-11922/mirror-release-gitlab-org-ci-cd-gitlab-runner-ubi-images-gitlab-runner-helper-ocp")]
    [InlineData(Long, 3, "ocpbugs-11922/mirror-release/gitlab-org-ci-cd-gitlab-runner-ubi-images-gitlab-runner-helper-ocp")]
    [InlineData(Long, 6, Long)]
    public void Components_beyond_the_limit_are_joined(string path, int limit, string expected)
    {
        Assert.Equal(expected, NestedPaths.Join(path, limit));
    }
}
