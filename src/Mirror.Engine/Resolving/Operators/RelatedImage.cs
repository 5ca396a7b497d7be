namespace Mirror.Engine.Resolving.Operators;

/// <summary>An image that a bundle needs. <see cref="Name"/> is what the bundle calls it, often empty.</summary>
public sealed record RelatedImage(string Name, ImageReference Image);
