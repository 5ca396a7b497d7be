using Mirror.Model.Planning;

namespace Mirror.Engine.Publishing;

/// <summary>The blobs of one part, and of all parts together, that are not at the destination in images yet.</summary>
public sealed record ShardResult(Shard Shard, int Blobs, int Total);
