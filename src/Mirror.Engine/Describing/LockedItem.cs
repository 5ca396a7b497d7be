using Mirror.Model.Locking;

namespace Mirror.Engine.Describing;

/// <summary>
/// One version of something that people follow over time: <see cref="Line"/> is what stays the same when <see cref="Version"/> moves on, such as an image
/// without its tag or an operator without its bundle's version.
/// </summary>
internal sealed record LockedItem(ItemKind Kind, string Line, string Version)
{
    /// <summary>Where the line is from when its name alone does not tell: the catalog of an operator. Empty for none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>What stays the same when the scope itself moves on: the catalog without its tag.</summary>
    public string ScopeFamily { get; init; } = "";

    /// <summary>Tells apart what is mirrored twice in one version, for instance under two names; empty for most.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The image that stands for the version: payload, catalog, bundle, or the image itself. Null where there is none.</summary>
    public LockedImage? Image { get; init; }

    /// <summary>What the version is made of, to notice when the same name stands for something else; that of <see cref="Image"/> unless there is none.</summary>
    public Digest? Digest
    {
        get => field ?? Image?.Digest;
        init;
    }

    /// <summary>Whether it belongs to another item, whose version says what comes and goes; then only other content under its own name is news.</summary>
    public bool IsPart { get; init; }

    /// <summary>The page that explains the version, such as its errata.</summary>
    public string? Link { get; init; }

    /// <summary>What to know before updating to it.</summary>
    public IReadOnlyList<ItemRisk> Risks { get; init; } = [];

    /// <summary>The block of the lock it stands in.</summary>
    public string SourceKey { get; init; } = "";

    /// <summary>Version and detail as people read them.</summary>
    public string Label => Detail.Length == 0 ? Version : $"{Version} ({Detail})";
}
