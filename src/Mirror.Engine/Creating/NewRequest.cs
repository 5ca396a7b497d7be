using Mirror.Engine.Options;

namespace Mirror.Engine.Creating;

/// <summary>What a first mirror shall hold, and the CI system that shall publish it.</summary>
/// <param name="Channels">Channels of OpenShift releases.</param>
/// <param name="Catalogs">Operator catalogs.</param>
/// <param name="Packages">Operators of the last catalog; empty for all.</param>
/// <param name="Images">Further images.</param>
/// <param name="Pipeline">Where it runs.</param>
public sealed record NewRequest(
    IReadOnlyList<string> Channels,
    IReadOnlyList<string> Catalogs,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Images,
    PipelineKind Pipeline)
{
    /// <summary>Whether nothing is asked for.</summary>
    public bool IsEmpty => Channels.Count + Catalogs.Count + Packages.Count + Images.Count == 0;

    /// <summary>What the arguments say; several names in one argument stand with commas between.</summary>
    public static NewRequest Of(MirrorOptions options) => new(
        Split(options.List.Channel),
        options.List.Catalog is { } catalog ? [catalog.ToString()] : [],
        Split(options.List.Package),
        options.Images,
        options.Pipeline ?? PipelineKind.GitLab);

    private static IReadOnlyList<string> Split(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
