using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Releases.Payloads;

/// <summary>Which KubeVirt boot images a configuration asks for, and what they are called at the destination (SPEC 4.7, 4.8).</summary>
public static class KubeVirtSelector
{
    private const string X86 = "x86_64";
    private const string S390X = "s390x";

    /// <summary>
    /// The images of one payload for the configured platforms, or else architectures. With several architectures in question each name ends in its own.
    /// </summary>
    public static IReadOnlyList<ReleaseComponent> Select(PlatformSection platform, ReleasePayload payload, DiagnosticBag diagnostics)
    {
        var keys = Keys(platform, diagnostics);
        var selected = payload.KubeVirtImages
            .Where(image => keys.Contains(image.Name))
            .Select(image => image with { Name = keys.Count > 1 ? $"{LockedComponent.KubeVirt}-{image.Name}" : LockedComponent.KubeVirt })
            .ToList();
        if (selected.Count == 0)
        {
            diagnostics.Report(
                MirrorErrors.BootImageMissing,
                platform.SpanOf("kubeVirtContainer"),
                $"The release '{payload.Version}' has no KubeVirt image for {string.Join(" and ", keys.Select(key => $"'{key}'"))}.");
        }

        return selected;
    }

    private static List<string> Keys(PlatformSection platform, DiagnosticBag diagnostics)
    {
        var (field, architectures) = platform.Platforms.Count > 0
            ? ("platforms", platform.Platforms.Select(entry => entry.Architecture))
            : ("architectures", platform.Architectures);
        var names = architectures.Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            return [X86];
        }

        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            switch (name)
            {
                case "amd64":
                    keys.Add(X86);
                    break;
                case S390X:
                    keys.Add(S390X);
                    break;
                case PlatformSection.MultiArchitecture:
                    keys.UnionWith([S390X, X86]);
                    break;
                default:
                    diagnostics.Report(
                        MirrorErrors.BootImageArchitecture,
                        platform.SpanOf(field),
                        $"There are no KubeVirt images for the architecture '{name}'; they exist for 'amd64' and 's390x'.");
                    break;
            }
        }

        return keys.Count > 0 ? [.. keys] : [S390X, X86];
    }
}
