namespace Mirror.Model.Locking;

/// <summary>An image of a release and the name that the release gives it: <c>cluster-version-operator</c>.</summary>
public sealed record LockedComponent(string Name, LockedImage Image);
