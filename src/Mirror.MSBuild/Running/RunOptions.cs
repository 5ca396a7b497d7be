using Mirror.Engine.Options;

namespace Mirror.MSBuild.Running;

/// <summary>What a task was asked to do: valid options, and the texts that they were made of.</summary>
internal sealed record RunOptions(
    MirrorOptions Options,
    IReadOnlyList<GivenArgument> Given,
    IReadOnlyDictionary<string, string> Variables,
    bool ServesSandbox);
