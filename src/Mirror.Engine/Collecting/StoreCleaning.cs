using System.Text;
using System.Text.RegularExpressions;
using Mirror.Engine.Deleting;
using Mirror.Engine.Locking;
using Mirror.Engine.Options;
using Mirror.Model.Locking;
using Mirror.Oci.Registry.Configuration;
using Mirror.Oci.Store;

namespace Mirror.Engine.Collecting;

/// <summary>
/// Removes content from the store that no lock needs. What a lock needs is every digest that it mentions and what those name, so that content which is only read
/// while resolving or building stays too.
/// </summary>
internal sealed partial class StoreCleaning(MirrorOptions options, LiveLocks liveLocks, HostEnvironment environment, BlobFolder blobs)
{
    /// <summary>The store for oneself.</summary>
    /// <exception cref="MirrorException">MIR5109: others use it.</exception>
    public StoreUse Own() => !Directory.Exists(blobs.Root)
        ? throw MirrorErrors.SystemRefused.Exception($"There is no content store '{options.DisplayPath(blobs.Root)}'.")
        : StoreUse.TryOwn(blobs.Root)
        ?? throw MirrorErrors.StoreInUse.Exception($"The content store '{options.DisplayPath(blobs.Root)}' is in use by another process. Run the command again when that has ended.");

    /// <summary>Removes all that no lock needs. The caller owns the store.</summary>
    public async Task<CleanedStore> RemoveUnneededAsync(CancellationToken cancellationToken)
    {
        var locks = await ReadLocksAsync(cancellationToken).ConfigureAwait(false);
        blobs.RemoveAbandoned();
        var before = blobs.Enumerate().Count();
        var swept = await new ContentSweep(blobs).RemoveAllButAsync(NamedBy(locks), cancellationToken).ConfigureAwait(false);
        await ForgetAsync(cancellationToken).ConfigureAwait(false);
        return new CleanedStore(swept, before, [.. locks.Select(known => known.Name)]);
    }

    /// <summary>Removes manifests and what they name, unless a lock needs it. The caller owns the store.</summary>
    public async Task<CleanedStore> RemoveAsync(IEnumerable<Digest> manifests, CancellationToken cancellationToken)
    {
        var locks = await ReadLocksAsync(cancellationToken).ConfigureAwait(false);
        var before = blobs.Enumerate().Count();
        var swept = await new ContentSweep(blobs).RemoveAsync(manifests, NamedBy(locks), cancellationToken).ConfigureAwait(false);
        await ForgetAsync(cancellationToken).ConfigureAwait(false);
        return new CleanedStore(swept, before, [.. locks.Select(known => known.Name)]);
    }

    // The index offers images to other tools; it must not offer what is gone.
    private Task ForgetAsync(CancellationToken cancellationToken) => new LayoutIndex(blobs.Root).RemoveAsync(entry => !blobs.Contains(entry.Digest), cancellationToken);

    private static HashSet<Digest> NamedBy(IEnumerable<LockBase> locks)
    {
        var named = new HashSet<Digest>();
        foreach (var bytes in locks.Select(known => LockBytes.Of(known.Lock)).SelectMany(bytes => new[] { bytes.Lock, bytes.Referrers }))
        {
            named.UnionWith(DigestPattern().Matches(Encoding.UTF8.GetString(bytes.Span)).Select(match => Digest.Parse(match.Value)));
        }

        return named;
    }

    /// <summary>
    /// The locks of this mirror and of those beside it, of the repository's mirrors, what runs have resolved and not locked yet, and what <c>--live</c> names.
    /// </summary>
    private async Task<IReadOnlyList<LockBase>> ReadLocksAsync(CancellationToken cancellationToken)
    {
        var locks = await liveLocks.ReadGivenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var file in LockFiles().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            locks.Add(await new LockBaseReader(options with { Base = new BaseFile(file) }, environment).ReadAsync(cancellationToken).ConfigureAwait(false));
        }

        return locks.Exists(known => known.Lock.Sources.Count > 0)
            ? locks
            : throw MirrorErrors.LiveLockMissing.Exception(
                $"No lock names anything that is still needed, neither in '{options.DisplayPath(options.ConfigurationFolder)}' nor beside it, so the whole store would go. Name the locks in use with '--live', or delete the folder '{options.DisplayPath(blobs.Root)}' yourself.");
    }

    private IEnumerable<string> LockFiles()
    {
        var configurations = new[] { Path.GetDirectoryName(options.ConfigurationFolder), options.MirrorsFolder }.OfType<string>().Distinct(StringComparer.Ordinal);
        var outputs = Path.GetDirectoryName(options.OutputFolder);
        return configurations.SelectMany(folder => Below(folder, LockFile.FileName))
            .Concat(outputs is null ? [] : Below(outputs, Path.Combine("plan", LockFile.FileName)));
    }

    private static IEnumerable<string> Below(string folder, string file) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Select(mirror => Path.Combine(mirror, file)).Where(File.Exists)
        : [];

    [GeneratedRegex("sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})", RegexOptions.CultureInvariant)]
    private static partial Regex DigestPattern();
}
