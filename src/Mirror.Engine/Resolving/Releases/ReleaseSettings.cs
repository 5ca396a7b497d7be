using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Releases;

/// <summary>
/// What of a changed entry still holds: the fields of a channel decide which releases are selected, those of the whole section what is taken of each.
/// </summary>
internal static class ReleaseSettings
{
    /// <summary>Whether the entry still selects what the lock says, so that the update service need not be asked.</summary>
    public static bool SelectsTheSame(LockedSource locked, ISourceEntry entry) => Changes(locked, entry)?.All(change => IsOfSection(change.Path)) == true;

    /// <summary>Whether a release that <paramref name="locked"/> has is what the entry would bring of the same payload.</summary>
    public static bool TakesTheSame(LockedSource locked, ISourceEntry entry) =>
        locked.Blocked.Count == 0 && Changes(locked, entry)?.Any(change => IsOfSection(change.Path)) == false;

    private static IReadOnlyList<FieldChange>? Changes(LockedSource locked, ISourceEntry entry) => SourceInput.Compare(locked.RequestedFields, entry.Input);

    private static bool IsOfSection(string path) =>
        path is "kubeVirtContainer" or "signatures"
        || path.StartsWith("platforms[", StringComparison.Ordinal)
        || path.StartsWith("architectures[", StringComparison.Ordinal);
}
