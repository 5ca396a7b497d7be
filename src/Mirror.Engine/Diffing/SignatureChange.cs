namespace Mirror.Engine.Diffing;

/// <summary>What an image that stays gained and lost: names of signatures, attestations and the like.</summary>
internal sealed record SignatureChange(ImageReference Image, IReadOnlyList<string> Lost, IReadOnlyList<string> Gained);
