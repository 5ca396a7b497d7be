namespace Mirror.Engine.Auditing;

/// <summary>Who ran something, and where, as CI systems and shells tell.</summary>
/// <param name="Name">The person or the login; null when nobody tells.</param>
/// <param name="Pipeline">The address of the job; null outside of CI.</param>
/// <param name="Commit">The commit that the pipeline builds; null outside of CI.</param>
internal sealed record RunActor(string? Name, string? Pipeline, string? Commit)
{
    private static readonly string[] Names = ["GITLAB_USER_LOGIN", "GITHUB_ACTOR", "BUILD_REQUESTEDFOR", "BITBUCKET_STEP_TRIGGERER_UUID", "BUILD_USER_ID", "USER", "LOGNAME", "USERNAME"];

    private static readonly string[] Pipelines = ["CI_JOB_URL", "BUILD_URL"];

    private static readonly string[] Commits = ["CI_COMMIT_SHA", "GITHUB_SHA", "BUILD_SOURCEVERSION", "BITBUCKET_COMMIT", "GIT_COMMIT"];

    /// <summary>As the environment tells.</summary>
    public static RunActor Of(Func<string, string?> environment) => new(
        First(environment, Names),
        Address(First(environment, Pipelines) ?? GitHubRun(environment)),
        First(environment, Commits));

    private static string? First(Func<string, string?> environment, string[] names) => names.Select(environment).FirstOrDefault(value => value is not null);

    private static string? GitHubRun(Func<string, string?> environment) =>
        (environment("GITHUB_SERVER_URL"), environment("GITHUB_REPOSITORY"), environment("GITHUB_RUN_ID")) is ({ } server, { } repository, { } run)
            ? $"{server}/{repository}/actions/runs/{run}"
            : null;

    // Without user info and query, as every address that is written down (DESIGN 8).
    private static string? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") ? uri.GetLeftPart(UriPartial.Path).Replace($"{uri.UserInfo}@", "", StringComparison.Ordinal) : null;
}
