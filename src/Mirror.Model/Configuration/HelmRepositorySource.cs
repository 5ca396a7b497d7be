namespace Mirror.Model.Configuration;

/// <summary>Every chart of a repository: block <c>helm/URL</c> of the lock.</summary>
public sealed record HelmRepositorySource(HelmRepository Repository) : ISourceEntry
{
    /// <inheritdoc/>
    public string SourceKey => $"helm/{Repository.Address}";

    /// <summary>A whole repository has no setting for it.</summary>
    public SignaturePolicy? Signatures => null;

    /// <inheritdoc/>
    public SourceSpan Span => Repository.Span;

    /// <inheritdoc/>
    public SourceInput Input => new SourceInputBuilder(Repository, SourceKey).Build();
}
