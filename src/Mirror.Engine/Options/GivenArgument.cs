namespace Mirror.Engine.Options;

/// <summary>The texts that were given for one argument, and the name that people know it by in messages: option, variable or property.</summary>
public sealed record GivenArgument(MirrorArgument Argument, string Label, IReadOnlyList<string> Values);
