using Mirror.Model.Configuration;

namespace Mirror.Model.Locking;

/// <summary>
/// The entries of a configuration that its lock must answer. An additional image that <c>blockedImages</c> excludes is none: it is neither resolved nor
/// locked, so a blocked image that is gone upstream hurts nobody.
/// </summary>
public sealed class ExpectedSources
{
    private ExpectedSources(IReadOnlyList<ISourceEntry> entries, IReadOnlyDictionary<string, BlockedImage> blocked, BlockedImages blockedImages)
    {
        Entries = entries;
        Blocked = blocked;
        BlockedImages = blockedImages;
    }

    /// <summary>By key, ordinally ordered.</summary>
    public IReadOnlyList<ISourceEntry> Entries { get; }

    /// <summary>Keys of entries that are excluded, and what excludes them.</summary>
    public IReadOnlyDictionary<string, BlockedImage> Blocked { get; }

    /// <summary>What may not be brought by any entry.</summary>
    public BlockedImages BlockedImages { get; }

    /// <summary>Sorts the entries of <paramref name="configuration"/>.</summary>
    public static ExpectedSources Of(ImageSetConfiguration configuration)
    {
        var blockedImages = new BlockedImages(configuration.BlockedImages);
        var entries = new List<ISourceEntry>();
        var blocked = new SortedDictionary<string, BlockedImage>(StringComparer.Ordinal);
        foreach (var entry in configuration.Sources)
        {
            var block = entry is AdditionalImage image
                ? blockedImages.Find(image.Name.ToString())
                : null;
            if (block is null)
            {
                entries.Add(entry);
            }
            else
            {
                blocked[entry.SourceKey] = block;
            }
        }

        return new ExpectedSources(entries, blocked, blockedImages);
    }
}
