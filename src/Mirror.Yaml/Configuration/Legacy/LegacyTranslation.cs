namespace Mirror.Yaml.Configuration.Legacy;

/// <summary>What a file of an older API version says in v2alpha1: as a tree, with the places of the old file, and as changes of its text.</summary>
internal sealed record LegacyTranslation(YamlMapping Root, IReadOnlyCollection<LegacyEdit> Edits);
