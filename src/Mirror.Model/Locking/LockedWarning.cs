namespace Mirror.Model.Locking;

/// <summary>A warning of the run that resolved a source. It stays true, so it stands in the lock, and later runs repeat it.</summary>
public sealed record LockedWarning(ErrorCode Code, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Code.Id}: {Message}";
}
