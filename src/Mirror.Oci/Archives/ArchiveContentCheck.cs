using System.Buffers;
using System.Collections.Concurrent;
using Mirror.Oci.Copying;

namespace Mirror.Oci.Archives;

/// <summary>
/// Reads content where it stands in archives and compares it with its digest, so that damage is known before anything is published. Keeps nothing but a buffer for each of
/// those that are read at a time.
/// </summary>
public sealed class ArchiveContentCheck(ArchiveSet archives, CopyProgress progress)
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Checks <paramref name="blobs"/>, which are in the archives, file by file and from the front to the back, as disks read best.</summary>
    /// <param name="parallelism">How many are read at a time.</param>
    /// <param name="verified">Told of each that is right, from any thread.</param>
    /// <returns>Those that are not, in the order of the files.</returns>
    public async Task<IReadOnlyList<ContentDamage>> CheckAsync(
        IReadOnlyList<Descriptor> blobs,
        int parallelism,
        Func<ArchivedPlace, Descriptor, Task> verified,
        CancellationToken cancellationToken)
    {
        var ordered = blobs.Select(blob => (Blob: blob, Place: archives.PlaceOf(blob.Digest) ?? throw new InvalidOperationException($"No archive has '{blob.Digest}'.")))
            .OrderBy(entry => entry.Place.File, StringComparer.Ordinal).ThenBy(entry => entry.Place.Offset)
            .ToList();
        progress.PlanVerification(ordered.Sum(entry => entry.Place.Size));
        var damages = new ConcurrentBag<(int Index, ContentDamage Damage)>();
        var degree = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, ordered.Count), degree, async (index, token) =>
        {
            var (blob, place) = ordered[index];
            if (await FindDamageAsync(blob, place, token).ConfigureAwait(false) is { } damage)
            {
                damages.Add((index, damage));
            }
            else
            {
                await verified(place, blob).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        return [.. damages.OrderBy(found => found.Index).Select(found => found.Damage)];
    }

    private async Task<ContentDamage?> FindDamageAsync(Descriptor blob, ArchivedPlace place, CancellationToken cancellationToken)
    {
        if (place.Size != blob.Size)
        {
            progress.Verified(place.Size);
            return new ContentDamage(blob, $"'{place.File}' has '{blob.Digest}' with {place.Size} bytes, and its manifest names {blob.Size}");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var left = place.Size;
        try
        {
            var content = archives.Open(blob.Digest);
            await using (content.ConfigureAwait(false))
            {
                int read;
                while ((read = await content.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    left -= read;
                    progress.Verified(read);
                }
            }

            return null;
        }
        catch (Exception e) when (ContentDamage.IsDamage(e))
        {
            progress.Verified(left);
            return new ContentDamage(blob, await archives.DescribeAsync(blob.Digest, e, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
