namespace Mirror.Engine.Listing;

/// <summary>Shows what exists upstream, so that people can write a configuration. Reads no configuration itself and changes nothing but the store.</summary>
internal sealed class ListOperation(ListQuestion question, CatalogListing catalogs, ReleaseListing releases, Action<string> say)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        Check();
        var text = question switch
        {
            { Catalog: { } catalog } => await catalogs.ListAsync(catalog, question.Package, question.Channel, cancellationToken).ConfigureAwait(false),
            { Catalogs: true } => await catalogs.ListCatalogsAsync(question.Minor!, cancellationToken).ConfigureAwait(false),
            { Channels: true } => await releases.ListChannelsAsync(question.Minor!, cancellationToken).ConfigureAwait(false),
            { Minor: null, Channel: null } => await releases.ListMinorsAsync(cancellationToken).ConfigureAwait(false),
            _ => await releases.ListVersionsAsync(question.Channel ?? $"stable-{question.Minor}", question.Minor, question.Architectures, cancellationToken).ConfigureAwait(false),
        };
        say(text);
        return StepResult.Done(question.Releases ? "listed releases" : question.Catalogs ? "listed catalogs" : $"listed '{question.Catalog}'");
    }

    private void Check()
    {
        var asked = (question.Catalog is null ? 0 : 1) + (question.Catalogs ? 1 : 0) + (question.Releases ? 1 : 0);
        var problem = asked switch
        {
            0 => "List what? Add '--catalog REFERENCE', '--catalogs --minor X.Y' or '--releases'.",
            > 1 => "'--catalog', '--catalogs' and '--releases' exclude each other.",
            _ when question is { Package: not null, Catalog: null } => "'--package' needs '--catalog'.",
            _ when question is { Channel: not null, Releases: false, Package: null } => "'--channel' needs '--catalog' and '--package', or '--releases'.",
            _ when question is { Catalogs: true, Minor: null } => "'--catalogs' needs '--minor X.Y'.",
            _ when question is { Channels: true, Releases: false } or { Channels: true, Minor: null } => "'--channels' needs '--releases' and '--minor X.Y'.",
            _ when question is { Channels: true, Channel: not null } => "'--channels' and '--channel' exclude each other.",
            _ when question is { Minor: not null, Catalog: not null } => "'--minor' needs '--releases' or '--catalogs'.",
            _ when question is { Architectures.Count: > 0, Releases: false } => "'--arch' needs '--releases'.",
            _ => null,
        };
        if (problem is not null)
        {
            throw MirrorErrors.ListUnclear.Exception(problem);
        }
    }
}
