using Mirror.Model.Planning;

namespace Mirror.Engine.Auditing;

/// <summary>What one Publish did.</summary>
internal sealed record PublishRecord
{
    /// <summary>What names the lock in file names and archives.</summary>
    public required Digest Pins { get; init; }

    /// <summary>The files that the run followed, with the digests of their bytes.</summary>
    public required IReadOnlyList<(string Name, Digest Digest)> Materials { get; init; }

    /// <summary>The destination.</summary>
    public required string Destination { get; init; }

    /// <summary>Images that are there now, by their full names at the destination.</summary>
    public required IReadOnlyList<(string Name, Digest Digest)> Present { get; init; }

    /// <summary>Images that the lock asks for and that are not there, with the reason.</summary>
    public required IReadOnlyList<(PlannedImage Image, string Reason)> Missing { get; init; }

    /// <summary>How many images this run has brought.</summary>
    public required int Copied { get; init; }

    /// <summary>How it ended.</summary>
    public required ExitCode ExitCode { get; init; }

    /// <summary>What ended a run that came to no image; null for others.</summary>
    public string? Failure { get; init; }

    /// <summary>The part of a run that was shared among several.</summary>
    public string? Part { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedOn { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedOn { get; init; }

    /// <summary>Who ran it.</summary>
    public required RunActor Actor { get; init; }

    /// <summary>The machine.</summary>
    public required string Machine { get; init; }
}
