using Mirror.Engine.Options;

namespace Mirror.Build.Arguments;

/// <summary>Arguments that only this front has: about targets and the project's own chores, not about mirroring.</summary>
internal static class HostArguments
{
    public static readonly MirrorArgument Target = new("target", ArgumentKind.List, "NAME",
        "target to run, short '-t'; repeat it for several; default: this list");

    public static readonly MirrorArgument Exclusive = new("exclusive", ArgumentKind.Flag, "",
        "run the targets without those they depend on");

    public static readonly MirrorArgument Filter = new("filter", ArgumentKind.Value, "EXPRESSION",
        "Test: run only tests that match, as 'dotnet test --filter' takes it");

    public static readonly MirrorArgument All = new("all", ArgumentKind.Flag, "",
        "Clean: remove the content store too");

    public static readonly MirrorArgument Full = new("full", ArgumentKind.Flag, "",
        "Bench: the whole set, and a blob of 8 GB, instead of a tenth");

    public static readonly MirrorArgument Help = new("help", ArgumentKind.Flag, "",
        "show this list, short '-h'");

    public static readonly MirrorArgument Version = new("version", ArgumentKind.Flag, "",
        "show the version");

    /// <summary>In the order of the help text.</summary>
    public static IReadOnlyList<MirrorArgument> Table { get; } = [Target, Exclusive, Filter, All, Full, Help, Version];
}
