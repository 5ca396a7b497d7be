namespace Mirror.Charts.Rendering;

/// <summary>What one template made.</summary>
/// <param name="Path">As Helm prints it: <c>chart/templates/a.yaml</c>, <c>chart/charts/sub/templates/b.yaml</c>.</param>
/// <param name="Text">As it was written, with blank lines.</param>
public sealed record RenderedFile(string Path, string Text);
