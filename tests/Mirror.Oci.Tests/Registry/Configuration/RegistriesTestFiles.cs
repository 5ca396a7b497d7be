using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry.Configuration;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Registry.Configuration;

/// <summary>Loads registries.conf from text or from the real files.</summary>
internal static class RegistriesTestFiles
{
    public static HostEnvironment EmptyHost(TempFolder folder) => new(new Dictionary<string, string>(), folder.Path);

    public static RegistriesConfiguration Parse(string text, DiagnosticBag? warnings = null)
    {
        using var folder = new TempFolder();
        return RegistriesConfigurationLoader.Load(folder.WriteFile("given.conf", text), null, EmptyHost(folder), warnings ?? []);
    }

    /// <summary>A file of the containers library's own tests; the test is skipped where the data is not there.</summary>
    public static RegistriesConfiguration Real(params string[] parts)
    {
        var path = TestData.PathOf(["registries-conf", .. parts]);
        using var folder = new TempFolder();
        return RegistriesConfigurationLoader.Load(path, null, EmptyHost(folder), []);
    }

    /// <summary>The places as lines: <c>mirror host/path@digest insecure</c>.</summary>
    public static IReadOnlyList<string> Lines(PullPlaces places) =>
        [.. places.Places.Select(place => $"{(place.IsMirror ? "mirror " : "")}{place.Image}{(place.AllowsInsecure ? " insecure" : "")}")];
}
