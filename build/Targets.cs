using System.Reflection;

namespace Mirror.Build;

/// <summary>The tasks of this assembly, read from their attributes.</summary>
internal static class Targets
{
    /// <summary>In ordinal order of their names.</summary>
    public static IReadOnlyList<Target> All() =>
    [
        .. typeof(Targets).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IFrostingTask)))
            .Select(type => new Target(
                type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name,
                type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? ""))
            .OrderBy(target => target.Name, StringComparer.Ordinal),
    ];
}
