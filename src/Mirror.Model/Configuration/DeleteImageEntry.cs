namespace Mirror.Model.Configuration;

/// <summary>One name that is to vanish from a destination: <c>items[]</c> of a plan.</summary>
public sealed record DeleteImageEntry : ConfigurationNode
{
    /// <summary>What it is called upstream, for people.</summary>
    public string ImageName { get; init; } = "";

    /// <summary>The whole name at the destination, transport included.</summary>
    public required string ImageReference { get; init; }

    /// <summary>What kind of image it is, in the words of oc-mirror; for people.</summary>
    public string Type { get; init; } = "";

    /// <summary>What the name stood for when the plan was made; null in a plan of oc-mirror, which doesn't say.</summary>
    public Digest? Digest { get; init; }
}
