namespace Cake.Frosting;

/// <summary>The name that a task is run by.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TaskNameAttribute(string name) : Attribute
{
    /// <summary>Unique in the build.</summary>
    public string Name { get; } = name;
}
