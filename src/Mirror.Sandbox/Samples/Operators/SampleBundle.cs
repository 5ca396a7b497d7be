using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples.Operators;

/// <summary>A bundle of a sample operator with the images that it needs.</summary>
/// <param name="Package">The operator: <c>sample-logging</c>.</param>
/// <param name="Version">A semantic version; rebuilds have build metadata.</param>
/// <param name="Image">The bundle image.</param>
/// <param name="Related">The other images, by the name that the bundle gives them, each by digest with its registry.</param>
public sealed record SampleBundle(string Package, string Version, ImageContent Image, IReadOnlyDictionary<string, string> Related)
{
    /// <summary>As the catalog calls it: <c>sample-logging.v6.3.1</c>; a rebuild's metadata follow a dash.</summary>
    public string Name => NameOf(Package, Version);

    /// <summary>The bundle image by its digest.</summary>
    public string Reference => $"registry.redhat.io/sample/{Package}-operator-bundle@{Image.Digest}";

    /// <summary>What the catalog calls a version of an operator.</summary>
    public static string NameOf(string package, string version) => $"{package}.v{version.Replace('+', '-')}";
}
