namespace Mirror.Engine.Describing;

/// <summary>What the update graph warns of before clusters update to a version.</summary>
internal sealed record ItemRisk(string Name, string Message, string? Link);
