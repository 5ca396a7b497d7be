using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Versions;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Sprig's functions for versions.</summary>
internal static class SemverFunctions
{
    public static IEnumerable<TemplateFunction> All =>
    [
        Of("semver", (_, a) => Version((string)a[0]!), Text),
        Of("semverCompare", (_, a) => Compare((string)a[0]!, (string)a[1]!), Text, Text),
    ];

    private static bool Compare(string range, string version) => VersionRange.TryParse(range, out var parsed)
        ? parsed.Contains(Version(version))
        : throw new FunctionException($"'{range}' is not a range of versions.");

    private static SemanticVersion Version(string text) => SemanticVersion.TryParse(text, out var version)
        ? version
        : throw new FunctionException($"'{text}' is not a version.");
}
