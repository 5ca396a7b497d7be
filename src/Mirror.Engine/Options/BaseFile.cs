namespace Mirror.Engine.Options;

/// <summary>A lock file or a receipt at an absolute path.</summary>
public sealed record BaseFile(string Path) : BaseReference
{
    /// <inheritdoc/>
    public override string ToString() => Path;
}
