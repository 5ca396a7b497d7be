namespace Mirror.Engine.Locking;

/// <summary>What a merge request is to be merged into, as the CI system tells it.</summary>
/// <param name="Variable">The environment variable that says so.</param>
/// <param name="Revision">A commit, or a branch of the remote.</param>
/// <param name="IsBranch">Whether the branch may have gone on since, so that the common ancestor counts.</param>
internal sealed record MergeRequestBase(string Variable, string Revision, bool IsBranch)
{
    private static readonly string[] BranchVariables =
    [
        "GITHUB_BASE_REF",
        "SYSTEM_PULLREQUEST_TARGETBRANCH",
        "BITBUCKET_PR_DESTINATION_BRANCH",
        "CHANGE_TARGET",
    ];

    private const string CommitVariable = "CI_MERGE_REQUEST_DIFF_BASE_SHA";
    private const string BranchPrefix = "refs/heads/";

    /// <summary>Null outside of merge requests: of GitLab, GitHub, Azure, Bitbucket or Jenkins.</summary>
    public static MergeRequestBase? Find(Func<string, string?> environment)
    {
        if (environment(CommitVariable) is { } commit && IsRevision(commit))
        {
            return new MergeRequestBase(CommitVariable, commit, IsBranch: false);
        }

        foreach (var variable in BranchVariables)
        {
            if (environment(variable) is { } branch && IsRevision(branch))
            {
                var name = branch.StartsWith(BranchPrefix, StringComparison.Ordinal) ? branch[BranchPrefix.Length..] : branch;
                return new MergeRequestBase(variable, $"origin/{name}", IsBranch: true);
            }
        }

        return null;
    }

    // What git might take for an option or an expression is not a name that a CI system gives.
    private static bool IsRevision(string text) => text.Length > 0 && text[0] != '-' && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ':' or '^' or '~');
}
