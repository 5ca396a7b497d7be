namespace Mirror.Engine.Resolving.Releases.Payloads;

/// <summary>An image that a release consists of, and the name that the release gives it: <c>cluster-version-operator</c>.</summary>
public sealed record ReleaseComponent(string Name, ImageReference Image);
