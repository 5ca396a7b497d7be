namespace Mirror.Engine.Options;

/// <summary>The lock file of this mirror as <c>git show REVISION:path</c> has it; the revision never starts with '-'.</summary>
public sealed record BaseRevision(string Revision) : BaseReference
{
    /// <inheritdoc/>
    public override string ToString() => $"git:{Revision}";
}
