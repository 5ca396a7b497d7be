namespace Mirror.Yaml.Configuration;

/// <summary>What <see cref="ConfigurationMigration"/> made of a file.</summary>
/// <param name="Text">The whole file.</param>
/// <param name="IsChanged">False if the file is none of oc-mirror v1.</param>
/// <param name="KeepsComments">False if the file had to be written anew, without comments and layout.</param>
public sealed record MigratedConfiguration(string Text, bool IsChanged, bool KeepsComments);
