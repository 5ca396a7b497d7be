namespace Mirror.Engine.Deleting;

/// <summary>Something that stays.</summary>
/// <param name="Name">At the destination.</param>
/// <param name="Reason">A clause: who needs it.</param>
internal sealed record KeptContent(string Name, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"'{Name}' stays: {Reason}";
}
