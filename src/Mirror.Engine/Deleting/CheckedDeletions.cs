namespace Mirror.Engine.Deleting;

/// <summary>What a plan wants of one repository, held against what is there now.</summary>
/// <param name="Doomed">What may go.</param>
/// <param name="Refused">An error for each name that is still needed.</param>
internal sealed record CheckedDeletions(IReadOnlyList<DoomedManifest> Doomed, IReadOnlyList<Diagnostic> Refused);
