namespace Mirror.Charts.Rendering;

/// <summary>One YAML document that a template made, or of a file under <c>crds/</c>.</summary>
/// <param name="File">As Helm prints it.</param>
/// <param name="Index">Of the document in its file, from 0; blank documents are not counted.</param>
/// <param name="Text">Without the separator and the white space around it.</param>
/// <param name="Kind">What <c>kind</c> says; empty when it says nothing.</param>
/// <param name="IsHook">Whether Helm would run it at an event, as before an upgrade or as a test.</param>
/// <param name="IsCrd">Whether it comes from <c>crds/</c>.</param>
public sealed record RenderedDocument(string File, int Index, string Text, string Kind, bool IsHook, bool IsCrd)
{
    /// <summary>The document as the discovery reads it.</summary>
    internal object? Content { get; init; }
}
