using Mirror.Engine.Options;
using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving;

/// <summary>Which sources are asked again although the lock answers them: all with <c>--refresh</c>, the named ones with <c>--update</c>.</summary>
internal static class MovingSources
{
    /// <returns>Source keys.</returns>
    /// <exception cref="MirrorException">MIR2008: a name fits no source.</exception>
    public static IReadOnlySet<string> Choose(MirrorOptions options, IReadOnlyList<ISourceEntry> entries)
    {
        if (options.LockMode == LockMode.Refresh)
        {
            return entries.Select(entry => entry.SourceKey).ToHashSet(StringComparer.Ordinal);
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        var diagnostics = new DiagnosticBag();
        foreach (var name in options.UpdateNames)
        {
            var meant = entries.Where(entry => IsMeant(entry, name)).ToList();
            keys.UnionWith(meant.Select(entry => entry.SourceKey));
            if (meant.Count == 0)
            {
                diagnostics.Report(
                    MirrorErrors.UnknownSource,
                    null,
                    $"No source of '{options.DisplayPath(options.ConfigurationFile)}' is called '{name}'. It has: {string.Join(", ", entries.Select(entry => $"'{entry.SourceKey}'").Take(20))}.");
            }
        }

        diagnostics.ThrowIfErrors();
        return keys;
    }

    private static bool IsMeant(ISourceEntry entry, string name) =>
        entry.SourceKey == name
        || entry.SourceKey[(entry.SourceKey.IndexOf('/', StringComparison.Ordinal) + 1)..] == name
        || (entry is AdditionalImage image && image.Name.Name == name);
}
