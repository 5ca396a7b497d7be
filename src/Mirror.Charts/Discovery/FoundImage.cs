namespace Mirror.Charts.Discovery;

/// <summary>An image that a rendered chart names, as the chart writes it, and where.</summary>
/// <param name="Image">Not normalised: may be a short name, may lack a tag.</param>
/// <param name="File">The template, as Helm prints it.</param>
/// <param name="Document">Index of the document in what the template made, from 0.</param>
/// <param name="Path">Where in the document: <c>.spec.template.spec.containers[0].image</c>, or the image path that found it.</param>
/// <param name="IsContainer">Whether it is the image of a container; else an image path found it, and it may be any text.</param>
public sealed record FoundImage(string Image, string File, int Document, string Path, bool IsContainer);
