namespace Mirror.Build;

/// <summary>A task as people see it.</summary>
/// <param name="Name">What <c>--target</c> takes.</param>
/// <param name="Description">Empty for a step that belongs to another target.</param>
internal sealed record Target(string Name, string Description)
{
    /// <summary>Whether the list of targets shows it.</summary>
    public bool IsPublic => Description.Length > 0;
}
