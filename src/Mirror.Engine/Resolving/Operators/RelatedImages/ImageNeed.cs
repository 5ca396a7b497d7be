namespace Mirror.Engine.Resolving.Operators.RelatedImages;

/// <summary>An image that bundles name, and the first of them, for messages.</summary>
/// <param name="Image">As the bundles name it.</param>
/// <param name="Needer">An operator and a bundle, as a clause.</param>
internal sealed record ImageNeed(ImageReference Image, string Needer);
