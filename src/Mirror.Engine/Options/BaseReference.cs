namespace Mirror.Engine.Options;

/// <summary>What the other side already has (DESIGN 6): a lock or receipt on disk, or the lock as a git revision has it.</summary>
public abstract record BaseReference
{
    private protected BaseReference()
    {
    }
}
