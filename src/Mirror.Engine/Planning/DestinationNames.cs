using Mirror.Model.Planning;

namespace Mirror.Engine.Planning;

/// <summary>Full names at the destination: below its namespace, with nested paths joined (SPEC 8.2, 8.3).</summary>
public sealed class DestinationNames(Destination? destination, int maxNestedPaths)
{
    /// <summary>Whether names were changed to satisfy a limit; cluster resources are then given per repository (SPEC 9.2).</summary>
    public bool JoinsPaths => maxNestedPaths > 0;

    /// <summary>The registry, or null where the destination is not one.</summary>
    public string? Registry => (destination as DestinationRegistry)?.Registry;

    /// <summary>Repository path (with the namespace) and tag.</summary>
    public TargetName Of(TargetName target)
    {
        var path = destination is DestinationRegistry { Namespace.Length: > 0 } registry
            ? $"{registry.Namespace}/{target.Repository}"
            : target.Repository;
        return target with { Repository = NestedPaths.Join(path, maxNestedPaths) };
    }

    /// <summary>As <c>mapping.txt</c> writes it.</summary>
    public string Describe(TargetName target) => destination switch
    {
        DestinationRegistry registry => $"docker://{registry.Registry}/{Of(target)}",
        { } layout => $"{layout}:{Of(target)}",
        null => Of(target).ToString(),
    };
}
