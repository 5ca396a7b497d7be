using Mirror.Engine.Options;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving;

/// <summary>What is asked again although the lock answers it: all with <c>--refresh</c>, with <c>--update</c> the sources and operators that are named, or that bring the image which is.</summary>
internal sealed class MovingSources
{
    private static readonly IReadOnlySet<string> NoParts = System.Collections.Frozen.FrozenSet<string>.Empty;

    private readonly HashSet<string> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _parts = new(StringComparer.Ordinal);

    /// <exception cref="MirrorException">MIR2008: a name fits no source.</exception>
    public static MovingSources Choose(MirrorOptions options, IReadOnlyList<ISourceEntry> entries, LockFile lockFile)
    {
        var moving = new MovingSources();
        if (options.LockMode == LockMode.Refresh)
        {
            moving._whole.UnionWith(entries.Select(entry => entry.SourceKey));
            return moving;
        }

        var diagnostics = new DiagnosticBag();
        foreach (var name in options.UpdateNames)
        {
            if (!moving.Add(name, entries, lockFile))
            {
                var names = entries.Select(entry => entry.SourceKey).Concat(entries.SelectMany(entry => Parts(entry, lockFile))).Distinct();
                diagnostics.Report(
                    MirrorErrors.UnknownSource,
                    null,
                    $"No source of '{options.DisplayPath(options.ConfigurationFile)}' is called '{name}'. It has: {string.Join(", ", names.Select(known => $"'{known}'").Take(20))}.");
            }
        }

        diagnostics.ThrowIfErrors();
        return moving;
    }

    /// <summary>Whether all pins of the source are to be asked for anew.</summary>
    public bool MovesWhole(string key) => _whole.Contains(key);

    /// <summary>The parts of the source that alone are to move.</summary>
    public IReadOnlySet<string> PartsOf(string key) => _parts.TryGetValue(key, out var parts) && !_whole.Contains(key) ? parts : NoParts;

    /// <summary>Whether anything of the source is to move.</summary>
    public bool Moves(string key) => _whole.Contains(key) || _parts.ContainsKey(key);

    private bool Add(string name, IReadOnlyList<ISourceEntry> entries, LockFile lockFile)
    {
        var whole = entries.Where(entry => IsMeant(entry, name)).Select(entry => entry.SourceKey).ToList();
        _whole.UnionWith(whole);
        var partly = entries.Where(entry => Parts(entry, lockFile).Contains(name)).Select(entry => entry.SourceKey).ToList();
        foreach (var key in partly)
        {
            _parts.TryAdd(key, new HashSet<string>(StringComparer.Ordinal));
            _parts[key].Add(name);
        }

        return whole.Count + partly.Count > 0 || AddHolders(name, entries, lockFile);
    }

    /// <summary>Of an image that the configuration does not name itself, what brings it: messages of a failed run know the image alone.</summary>
    private bool AddHolders(string image, IReadOnlyList<ISourceEntry> entries, LockFile lockFile)
    {
        var isHeld = false;
        foreach (var key in entries.Select(entry => entry.SourceKey).Distinct())
        {
            switch (lockFile.Sources.GetValueOrDefault(key))
            {
                case LockedOperatorSource operators:
                    foreach (var package in operators.Packages.Where(package => Holds(package, image)))
                    {
                        isHeld = true;
                        _parts.TryAdd(key, new HashSet<string>(StringComparer.Ordinal));
                        _parts[key].Add(package.Name);
                    }

                    break;
                case { } source when source.Images().Any(planned => planned.Source.Name == image):
                    isHeld = true;
                    _whole.Add(key);
                    break;
            }
        }

        return isHeld;
    }

    private static bool Holds(LockedOperatorPackage package, string image) => package.Bundles.Any(bundle =>
        bundle.Image?.Image.Image.Name == image || bundle.Related.Any(related => related.Image.Image.Name == image));

    private static bool IsMeant(ISourceEntry entry, string name) =>
        entry.SourceKey == name
        || entry.SourceKey[(entry.SourceKey.IndexOf('/', StringComparison.Ordinal) + 1)..] == name
        || (entry is AdditionalImage image && image.Name.Name == name)
        || (entry is HelmChartSource chart && (chart.Chart.Name == name || chart.Repository?.Address == name || (chart.Repository is { Name: { } repository } && repository == name)))
        || (entry is HelmRepositorySource all && all.Repository.Name == name)
        || (entry is OperatorCatalog catalog && catalog.Catalog.Name == name);

    /// <summary>The operators of a catalog: those that are listed, else those that the lock has.</summary>
    private static IEnumerable<string> Parts(ISourceEntry entry, LockFile lockFile) => entry switch
    {
        OperatorCatalog { Packages.Count: > 0 } catalog => catalog.Packages.Select(package => package.Name),
        OperatorCatalog => (lockFile.Sources.GetValueOrDefault(entry.SourceKey) as LockedOperatorSource)?.Packages.Select(package => package.Name) ?? [],
        _ => [],
    };
}
