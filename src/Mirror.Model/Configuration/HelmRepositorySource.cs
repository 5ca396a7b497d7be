namespace Mirror.Model.Configuration;

/// <summary>Every chart of a repository: block <c>helm/URL</c> of the lock.</summary>
public sealed record HelmRepositorySource(HelmRepository Repository) : ISourceEntry
{
    private const string ExcludePath = "exclude[";

    /// <inheritdoc/>
    public string SourceKey => $"helm/{Repository.Address}";

    /// <summary>A whole repository has no setting for it.</summary>
    public SignaturePolicy? Signatures => null;

    /// <inheritdoc/>
    public SourceSpan Span => Repository.Span;

    /// <inheritdoc/>
    public SourceInput Input
    {
        get
        {
            var builder = new SourceInputBuilder(Repository, SourceKey);
            foreach (var excluded in Repository.Exclude)
            {
                builder.Add($"{ExcludePath}{excluded}]", true, excluded.Span);
            }

            return builder.Build();
        }
    }

    /// <summary>What <paramref name="input"/>, an earlier input of such an entry, left out.</summary>
    public static IEnumerable<ExcludedChart> ExcludedBy(SourceInput input) => input.Fields
        .Where(field => field.Path.StartsWith(ExcludePath, StringComparison.Ordinal))
        .Select(field => ExcludedChart.Parse(field.Path[ExcludePath.Length..^1]));
}
