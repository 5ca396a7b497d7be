namespace Mirror.Oci.Layers;

/// <summary>One layer of an image: how messages call it, and how to open its bytes. Whoever opens disposes.</summary>
public sealed record LayerSource(string Name, Func<CancellationToken, Task<Stream>> OpenAsync);
