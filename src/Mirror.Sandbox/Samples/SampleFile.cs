namespace Mirror.Sandbox.Samples;

/// <summary>A document that the sample upstream serves beside its registry.</summary>
internal sealed record SampleFile(string MediaType, ReadOnlyMemory<byte> Bytes);
