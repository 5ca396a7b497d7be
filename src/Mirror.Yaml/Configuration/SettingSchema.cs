using System.Collections.Frozen;

namespace Mirror.Yaml.Configuration;

/// <summary>
/// The keys of one kind of settings. <see cref="Removed"/> are those of older API versions with what to write instead; <see cref="Misplaced"/>
/// are those that people look for here, with what to know about them. Both are clauses that follow a semicolon.
/// </summary>
internal sealed record SettingSchema(string Name, IReadOnlyList<string> Keys)
{
    public IReadOnlyDictionary<string, string> Removed { get; init; } = FrozenDictionary<string, string>.Empty;

    public IReadOnlyDictionary<string, string> Misplaced { get; init; } = FrozenDictionary<string, string>.Empty;
}
