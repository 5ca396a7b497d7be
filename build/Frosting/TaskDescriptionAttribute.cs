namespace Cake.Frosting;

/// <summary>What a task does, for the list of targets.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TaskDescriptionAttribute(string description) : Attribute
{
    /// <summary>A clause in the imperative.</summary>
    public string Description { get; } = description;
}
