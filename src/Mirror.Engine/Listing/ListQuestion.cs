namespace Mirror.Engine.Listing;

/// <summary>What <c>List</c> is asked for (SPEC 2.10, 2.11).</summary>
public sealed record ListQuestion
{
    /// <summary>A catalog whose packages are listed; with <see cref="Package"/> its channels, with <see cref="Channel"/> as well the versions in it.</summary>
    public ImageReference? Catalog { get; init; }

    /// <summary>A package of the catalog.</summary>
    public string? Package { get; init; }

    /// <summary>A channel of the package, or of releases.</summary>
    public string? Channel { get; init; }

    /// <summary>The catalogs that Red Hat publishes for <see cref="Minor"/>.</summary>
    public bool Catalogs { get; init; }

    /// <summary>OpenShift releases.</summary>
    public bool Releases { get; init; }

    /// <summary>The release channels that have versions of <see cref="Minor"/>.</summary>
    public bool Channels { get; init; }

    /// <summary>A minor version of OpenShift, <c>X.Y</c>.</summary>
    public string? Minor { get; init; }

    /// <summary>Of releases, as the update service calls them.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];
}
