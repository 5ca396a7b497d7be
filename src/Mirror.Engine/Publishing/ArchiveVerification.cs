using System.Globalization;
using Mirror.Engine.Verifying;
using Mirror.Model.Planning;
using Mirror.Oci.Archives;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Publishing;

/// <summary>
/// Reads what a run needs of archives once before the first byte is pushed, so that nothing is published from one that is damaged. Everything is verified again while it is
/// read to be pushed: the disk may change its mind. Manifests were read and verified when the plan was made.
/// </summary>
internal sealed class ArchiveVerification(MirrorOptions options, ArchiveSet archives, ContentStore store, CopyProgress progress)
{
    private const int MaxNamed = 50;

    private readonly VerifiedArchives _verified = new(options);

    // Hashing is what takes time, and more readers than processors only make a disk seek.
    private int Parallelism => Math.Min(options.Parallel ?? int.MaxValue, Math.Max(2, Environment.ProcessorCount));

    /// <summary>Makes sure that those of <paramref name="blobs"/> which the archives bring are what they should be.</summary>
    /// <exception cref="MirrorException">MIR4090: everything that is not, with file, entry, digest and image.</exception>
    public async Task EnsureAsync(CopyPlan plan, IReadOnlyList<Descriptor> blobs, CancellationToken cancellationToken)
    {
        var unread = new List<Descriptor>();
        foreach (var blob in blobs)
        {
            // What the store has is taken from there.
            if (archives.PlaceOf(blob.Digest) is not { } place || store.Blobs.SizeOf(blob.Digest) == blob.Size)
            {
                continue;
            }

            var file = await _verified.OpenAsync(place.File, cancellationToken).ConfigureAwait(false);
            if (place.Size != blob.Size || !file.Has(blob.Digest))
            {
                unread.Add(blob);
            }
        }

        var damages = await CheckAsync(unread, cancellationToken).ConfigureAwait(false);
        if (damages.Count > 0)
        {
            throw new MirrorException([.. damages.Take(MaxNamed).Select(damage => Describe(damage, plan)), Summary(damages.Count, unread.Count)]);
        }
    }

    /// <summary>Forgets what was verified when content was wrong as it was pushed: the next run reads all of it again first.</summary>
    public async Task LearnAsync(IEnumerable<CopyFailure> failures, CancellationToken cancellationToken)
    {
        if (failures.Any(failure => failure.Reason.Diagnostics.Any(d => d.Code == MirrorErrors.DigestMismatch || d.Code == MirrorErrors.SizeMismatch)))
        {
            _verified.Forget();
            await _verified.SaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The last sentence of a run that was refused because of what archives hold.</summary>
    public static Diagnostic Refusal(string what) => MirrorErrors.ArchiveContentDamaged.Diagnostic(
        $"{what}, so nothing was pushed. Copy the files that are named above again from where they were packed ('sha256sum -c' with the checksum file beside them tells whether a copy is right) or pack them anew, then run the same command again: what was read and is right is not read again.");

    private async Task<IReadOnlyList<ContentDamage>> CheckAsync(IReadOnlyList<Descriptor> unread, CancellationToken cancellationToken)
    {
        if (unread.Count == 0)
        {
            return [];
        }

        try
        {
            return await new ArchiveContentCheck(archives, progress)
                .CheckAsync(unread, Parallelism, (place, blob) => _verified.Opened(place.File).AddAsync(blob, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // An interrupted run has verified something too.
            await _verified.SaveAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static Diagnostic Describe(ContentDamage damage, CopyPlan plan)
    {
        var images = plan.Needers(damage.Blob.Digest);
        var first = plan.Images[images[0]].Image;
        var more = images.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {images.Count - 1} more") : "";
        return MirrorErrors.ArchiveContentDamaged.Diagnostic($"{damage.Problem}. '{first.Target}' ({first.Because}){more} cannot be published without it.");
    }

    private static Diagnostic Summary(int damaged, int read) => Refusal(string.Create(
        CultureInfo.InvariantCulture, $"{damaged} of {Counted.Of(read, "blob", "blobs")} that were read {(damaged == 1 ? "is" : "are")} damaged{(damaged > MaxNamed ? $", {MaxNamed} of them named above" : "")}"));
}
