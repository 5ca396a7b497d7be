namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>Where a <see cref="BlobSpool"/> keeps the JSON of a blob.</summary>
public readonly record struct BlobHandle(long Offset, int Length);
