using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Operators.Pinning;

/// <summary>
/// Which pins of a locked catalog stay when its entry is resolved again.
/// </summary>
/// <remarks>
/// A catalog is one image, but what people move is an operator. So the catalog is only where operators are looked up, as an index of packages is elsewhere, and the
/// pins that count are the bundles. An operator that is new, was edited or is named by <c>--update</c> is looked up in the catalog that the tag means now; every other
/// operator keeps the bundles that the lock has, taken out of that newer catalog. If it no longer has them as they were, that is an error which names the operator:
/// nothing moves that nobody asked to move. Everything that is kept is in one image, so one image is enough to rebuild the catalog.
/// </remarks>
internal sealed class OperatorPins
{
    private static readonly Dictionary<string, LockedOperatorPackage> None = [];

    private OperatorPins(bool movesCatalog, IReadOnlyDictionary<string, LockedOperatorPackage> held, Func<string, bool> isWanted)
    {
        MovesCatalog = movesCatalog;
        Held = held;
        IsWanted = isWanted;
    }

    /// <summary>Whether the reference of the catalog is asked about; else its locked digest stays.</summary>
    public bool MovesCatalog { get; }

    /// <summary>The operators that keep their bundles, by name.</summary>
    public IReadOnlyDictionary<string, LockedOperatorPackage> Held { get; }

    /// <summary>Whether a package of the catalog belongs to the answer, by name.</summary>
    public Func<string, bool> IsWanted { get; }

    /// <param name="entry">What is asked for.</param>
    /// <param name="locked">The answer so far.</param>
    /// <param name="isMoving">Whether the whole entry is to move.</param>
    /// <param name="hasOldRules">Whether the lock was made by other selection rules; then everything is selected again from the same catalog.</param>
    /// <param name="moving">The operators that are to move.</param>
    public static OperatorPins Of(OperatorCatalog entry, LockedOperatorSource? locked, bool isMoving, bool hasOldRules, IReadOnlySet<string> moving)
    {
        if (locked is null || isMoving)
        {
            return new OperatorPins(true, None, _ => true);
        }

        var listed = entry.Packages.ToDictionary(package => package.Name, package => package.Input.Text, StringComparer.Ordinal);
        var before = locked.Packages.ToDictionary(package => package.Name, StringComparer.Ordinal);
        var listsDiffer = listed.Count == 0 && before.Values.Any(package => package.Requested is not null);
        if (listsDiffer || IsFull(locked) != entry.Full)
        {
            return new OperatorPins(true, None, _ => true);
        }

        if (hasOldRules || IsUnmodified(entry))
        {
            return new OperatorPins(moving.Count > 0, None, _ => true);
        }

        var held = before.Values
            .Where(package => package.Channels.Count > 0 && !moving.Contains(package.Name) && package.Requested == (listed.Count == 0 ? null : listed.GetValueOrDefault(package.Name)))
            .ToDictionary(package => package.Name, StringComparer.Ordinal);
        var isEdited = listed.Any(package => before.GetValueOrDefault(package.Key)?.Requested != package.Value);
        return new OperatorPins(
            moving.Count > 0 || isEdited,
            held,
            // Of a catalog that is taken as a whole, '--update NAME' must not bring other operators that are new in it.
            name => listed.Count > 0 || moving.Count == 0 || held.ContainsKey(name) || moving.Contains(name));
    }

    /// <summary>Whether the catalog's image itself is mirrored, without filtering it.</summary>
    public static bool IsUnmodified(OperatorCatalog entry) => entry is { Full: true, Packages.Count: 0 };

    private static bool IsFull(LockedOperatorSource locked) => $"{locked.Requested}, ".Contains(", full, ", StringComparison.Ordinal);
}
