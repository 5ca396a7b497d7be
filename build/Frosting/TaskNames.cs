using System.Reflection;

namespace Cake.Frosting;

/// <summary>What the attributes of a task say.</summary>
internal static class TaskNames
{
    public static string Of(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;

    public static string DescriptionOf(Type task) => task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? "";

    /// <summary>In the order of the attributes.</summary>
    /// <exception cref="FrostingException">A dependency is not a task.</exception>
    public static IEnumerable<Type> DependenciesOf(Type task) => task.GetCustomAttributes<IsDependentOnAttribute>().Select(attribute =>
        attribute.Task.IsAssignableTo(typeof(IFrostingTask))
            ? attribute.Task
            : throw new FrostingException($"The task '{Of(task)}' depends on '{attribute.Task.FullName}', which is not a task."));
}
