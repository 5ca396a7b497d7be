using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples;

/// <summary>An image that the sample upstream serves, under the path that the real one has at its registry.</summary>
public sealed record SampleImage(string Repository, IReadOnlyList<string> Tags, ImageContent Content);
