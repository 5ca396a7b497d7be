namespace Mirror.Model.Planning;

/// <summary>
/// Who sends which blob when several runs share a plan. Every blob has one run and one repository, that of the first image that needs it, so none is sent twice; the
/// other images link it later. A function of the plan alone: the runs need not talk to each other.
/// </summary>
public sealed class ShardPlan
{
    private readonly IReadOnlyList<IReadOnlyList<Descriptor>> _shards;

    /// <summary>Gives the largest blobs first, each to the run that has the fewest bytes so far.</summary>
    public ShardPlan(CopyPlan plan, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var shards = Enumerable.Range(0, count).Select(_ => new List<Descriptor>()).ToArray();
        var bytes = new long[count];
        foreach (var blob in plan.Blobs.OrderByDescending(blob => blob.Size).ThenBy(blob => blob.Digest.ToString(), StringComparer.Ordinal))
        {
            var least = Array.IndexOf(bytes, bytes.Min());
            shards[least].Add(blob);

            // A request costs about what some bytes cost; without this the small blobs would all go to one run.
            bytes[least] += blob.Size + RequestWeight;
        }

        _shards = shards;
    }

    private const long RequestWeight = 64 * 1024;

    /// <summary>The blobs of one run, largest first.</summary>
    public IReadOnlyList<Descriptor> Of(Shard shard) => _shards[shard.Number - 1];

    /// <summary>Bytes of the blobs of one run.</summary>
    public long BytesOf(Shard shard) => Of(shard).Sum(blob => blob.Size);
}
