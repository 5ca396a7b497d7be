using System.Globalization;
using System.Text;
using Mirror.Model.Planning;

namespace Mirror.Engine.Emitting;

/// <summary>
/// Names of the objects for catalogs (SPEC 9.3): the last part of the repository and the tag. Subscriptions name them, so they must not change while a catalog keeps
/// its place; and no two may be the same, which oc-mirror overlooks.
/// </summary>
internal static class CatalogNames
{
    private const int MaxLength = 63;
    private const int MaxPrefix = 3;
    private const int MaxTag = 12;
    private const int HashLength = 8;

    /// <summary>A name without its prefix (<c>cs-</c>, <c>cc-</c>) for each of <paramref name="targets"/>, which have their full path.</summary>
    public static IReadOnlyDictionary<TargetName, string> Of(IEnumerable<TargetName> targets) => targets.Distinct()
        .Select(target => (Target: target, Name: Usual(target)))
        .GroupBy(named => named.Name, StringComparer.Ordinal)
        .SelectMany(group => group.Select(named => (named.Target, Name: group.Count() > 1 ? Distinct(named.Name, named.Target) : named.Name)))
        .ToDictionary(named => named.Target, named => named.Name);

    /// <summary>As <see cref="Of"/>, but as oc-mirror v1 named catalogs: without the tag, unless two would be called the same.</summary>
    public static IReadOnlyDictionary<TargetName, string> LegacyOf(IEnumerable<TargetName> targets)
    {
        var usual = Of(targets);
        return usual.Keys
            .GroupBy(target => LastLabel(target), StringComparer.Ordinal)
            .SelectMany(group => group.Select(target => (Target: target, Name: group.Count() > 1 || group.Key.Length > MaxLength - MaxPrefix ? usual[target] : group.Key)))
            .ToDictionary(named => named.Target, named => named.Name);
    }

    private static string LastLabel(TargetName target) => Label(target.Repository[(target.Repository.LastIndexOf('/') + 1)..]);

    private static string Usual(TargetName target)
    {
        var repository = LastLabel(target);
        var tag = Label(target.Tag[..Math.Min(MaxTag, target.Tag.Length)]);
        var name = $"{repository}-{(tag.Length == 0 ? "0" : tag)}";
        return name.Length <= MaxLength - MaxPrefix ? name : Distinct(name, target);
    }

    private static string Distinct(string name, TargetName target)
    {
        var hash = Digest.Of(Encoding.UTF8.GetBytes(target.ToString())).Hex[..HashLength];
        var room = MaxLength - MaxPrefix - HashLength - 1;
        return string.Create(CultureInfo.InvariantCulture, $"{name[..Math.Min(room, name.Length)].TrimEnd('-')}-{hash}");
    }

    private static string Label(string text) =>
        new string([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')]).Trim('-');
}
