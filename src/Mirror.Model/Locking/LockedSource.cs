using Mirror.Model.Configuration;
using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>The answer to one entry of the configuration. Each kind of content has its own.</summary>
public abstract record LockedSource
{
    /// <summary>Name of <see cref="Blocked"/> in the lock file; the formats of all kinds share it.</summary>
    internal const string BlockedMember = "blocked";

    /// <summary>Identifies the entry: <c>images/registry.redhat.io/ubi9/ubi:9.6</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Hash of the entry that was resolved; another hash means that the entry has changed since.</summary>
    public required Digest InputHash { get; init; }

    /// <summary>The entry's non-default fields as text that people can read and that a changed entry is compared with.</summary>
    public required string Requested { get; init; }

    /// <summary>The part of <see cref="Requested"/> that lists fields, as <see cref="Configuration.SourceInput.Text"/> does.</summary>
    public virtual string RequestedFields => Requested;

    /// <summary>
    /// References that the source would bring and that <c>blockedImages</c> excludes, ordinally ordered: never resolved, and not among <see cref="Images"/>.
    /// </summary>
    public IReadOnlyList<string> Blocked { get; init; } = [];

    /// <summary>Where the lock file has it; null when it was resolved just now.</summary>
    public SourceSpan? Span { get; init; }

    /// <summary>The fields of a <see cref="Requested"/> that starts with the name of an image; empty when it has none.</summary>
    internal static string FieldsAfterName(string requested) =>
        requested.IndexOf(", ", StringComparison.Ordinal) is >= 0 and var comma ? requested[(comma + 2)..] : "";

    /// <summary>Whether this is the answer to <paramref name="entry"/> as it is now.</summary>
    public virtual bool Answers(ISourceEntry entry) => InputHash == entry.Input.Hash;

    /// <summary>
    /// Whether upstream signs <paramref name="image"/>, one of <see cref="Images"/>, without exception: a missing signature is then an error, unless the configuration
    /// says otherwise.
    /// </summary>
    public virtual bool IsAlwaysSigned(PlannedImage image) => false;

    /// <summary>What a mirror must hold because of this source.</summary>
    public abstract IEnumerable<PlannedImage> Images();
}
