namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>A blob as it came out of a file: its head, its JSON without superfluous white space (valid until the next blob), its line from 1.</summary>
internal readonly record struct RawBlob(BlobHead Head, ReadOnlyMemory<byte> Json, int Line);
