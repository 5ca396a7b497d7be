using Mirror.Model.Configuration;

namespace Mirror.Model.Locking;

/// <summary>
/// An image of the lock about which the sources are asked what refers to it. <see cref="Platforms"/> as in <see cref="Planning.PlannedImage"/>: their instances are
/// subjects too.
/// </summary>
/// <param name="IsRequired">Whether it must have a signature.</param>
/// <param name="Entry">Whose setting that is; of several entries with the same image, the strictest.</param>
/// <param name="Because">The path from the configuration to the image.</param>
public sealed record SubjectImage(ImageReference Image, IReadOnlyList<Platform> Platforms, bool IsRequired, ISourceEntry Entry, string Because)
{
    /// <summary>Where an image without a signature can be excused.</summary>
    public SourceSpan Span => (Entry as ConfigurationNode)?.SpanOf("signatures") ?? Entry.Span;
}
