using System.Collections.Concurrent;
using Mirror.Engine.Resolving.Releases.Payloads;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Layers;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Releases;

/// <summary>
/// Reads releases: takes the components out of a payload and weighs them, one manifest each and no layer. What several releases of one run share is asked for once, so
/// all callers must be of one run, with one token to cancel it. Safe for concurrent use.
/// </summary>
internal sealed class ReleaseReader(IImageSource source, ContentStore store)
{
    private const int Parallelism = 32;

    private readonly ManifestTreeReader _trees = new(store, source);
    private readonly ConcurrentDictionary<string, Lazy<Task<LockedImage>>> _weighed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Diagnostic, bool> _warnings = [];

    /// <summary>The manifest of a payload.</summary>
    /// <exception cref="MirrorException">MIR2316: there is none; MIR3xxx.</exception>
    public async Task<ManifestContent> ReadManifestAsync(ReleaseWish wish, CancellationToken cancellationToken) =>
        await FindManifestAsync(wish.Payload, cancellationToken).ConfigureAwait(false)
        ?? throw MirrorErrors.ReleaseImageMissing.Exception(
            $"There is no payload of release {wish.Name} at its source. A registry may also answer so when the credentials may not read it.");

    /// <summary>Everything else of the release, when <paramref name="manifest"/> is trusted.</summary>
    /// <param name="tag">See <see cref="LockedRelease.Tag"/>.</param>
    /// <param name="signedName">See <see cref="LockedRelease.SignedName"/>.</param>
    /// <exception cref="MirrorException">MIR2218, MIR2316, MIR2331, MIR2332, MIR3xxx: what names the release and the component.</exception>
    public async Task<ReadRelease> ReadAsync(
        ReleaseWish wish, ManifestContent manifest, string? tag, string? signedName, SourceQuestion question, CancellationToken cancellationToken)
    {
        var image = wish.Payload.WithDigest(manifest.Digest);
        var tree = await _trees.ReadAsync(image, manifest, wish.Platform.Platforms, cancellationToken).ConfigureAwait(false);
        var payload = await ReadPayloadAsync(image, tree, wish.Platform.KubeVirtContainer, cancellationToken).ConfigureAwait(false);
        if (wish.Version is not null && wish.Version != payload.Version)
        {
            throw MirrorErrors.ReleaseVersionMismatch.Exception(
                $"The payload '{image}' calls itself release '{payload.Version}'; the update service calls it '{wish.Version}'.");
        }

        var components = payload.Components.Concat(KubeVirt(wish.Platform, payload, question)).ToList();
        var blocked = components.Where(component => question.Blocked.Find(component.Image.ToString()) is not null).ToList();
        var release = new LockedRelease
        {
            Version = payload.Version,
            Because = wish.Because,
            Payload = new LockedImage(image, tree.Size),
            Tag = tag,
            SignedName = signedName,
            Errata = payload.Errata ?? wish.Errata,
            Components = [.. await WeighAsync(payload.Version, components.Except(blocked), wish.Platform.Platforms, cancellationToken).ConfigureAwait(false)],
        };
        return new ReadRelease(release, [.. blocked.Select(component => component.Image.ToString())]);
    }

    private async Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (await store.FindManifestAsync(image, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            return stored;
        }

        var found = await source.FindManifestAsync(image, cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            await store.AddAsync(found, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    private Task<ReleasePayload> ReadPayloadAsync(ImageReference image, ManifestTree tree, bool withKubeVirt, CancellationToken cancellationToken)
    {
        var layers = InstanceOf(tree).Layers.Select(layer => new LayerSource(
            $"the layer '{layer.Digest}' of '{image}'",
            async token => store.Blobs.Find(layer)
                ?? await source.FindBlobAsync(image, layer, token).ConfigureAwait(false)
                ?? throw MirrorErrors.ReleaseImageMissing.Exception($"The layer '{layer.Digest}' of the release payload '{image}' is not at its source.")));
        return PayloadReader.ReadAsync([.. layers], image.ToString(), withKubeVirt, cancellationToken);
    }

    /// <summary>All instances of a payload name the same components; that of the most common architecture is read, where there is a choice.</summary>
    private static Manifest InstanceOf(ManifestTree tree)
    {
        if (!tree.Manifest.Manifest.IsIndex)
        {
            return tree.Manifest.Manifest;
        }

        var brought = tree.Children.ToDictionary(child => child.Manifest.Digest);
        var chosen = tree.Manifest.Manifest.Children
            .Where(child => brought.ContainsKey(child.Digest) && child.Platform?.Os != "unknown")
            .OrderBy(child => child.Platform?.Architecture != "amd64")
            .FirstOrDefault()
            ?? throw MirrorErrors.PayloadInvalid.Exception($"The release payload '{tree.Manifest.Digest}' is an index without images.");
        return InstanceOf(brought[chosen.Digest]);
    }

    private IReadOnlyList<ReleaseComponent> KubeVirt(PlatformSection platform, ReleasePayload payload, SourceQuestion question)
    {
        if (!platform.KubeVirtContainer)
        {
            return [];
        }

        var diagnostics = new DiagnosticBag();
        var selected = KubeVirtSelector.Select(platform, payload, diagnostics);
        diagnostics.ThrowIfErrors();

        // The same for every release; told once.
        foreach (var warning in diagnostics.Where(warning => _warnings.TryAdd(warning, true)))
        {
            question.Warn(warning);
        }

        return selected;
    }

    private async Task<IReadOnlyList<LockedComponent>> WeighAsync(
        string version, IEnumerable<ReleaseComponent> components, IReadOnlyList<Platform> platforms, CancellationToken cancellationToken)
    {
        var weighed = new ConcurrentDictionary<string, LockedComponent>(StringComparer.Ordinal);
        var failures = new ConcurrentDictionary<string, MirrorException>(StringComparer.Ordinal);
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(components, degree, async (component, token) =>
        {
            try
            {
                weighed[component.Name] = new LockedComponent(component.Name, await WeighOnceAsync(component.Image, platforms, cancellationToken).WaitAsync(token).ConfigureAwait(false));
            }
            catch (MirrorException e)
            {
                failures[component.Name] = e;
            }
        }).ConfigureAwait(false);
        if (!failures.IsEmpty)
        {
            var ordered = failures.OrderBy(failure => failure.Key, StringComparer.Ordinal).ToList();
            throw new MirrorException(
                [.. ordered.SelectMany(failure => failure.Value.Diagnostics.Select(d => d with { Message = $"The component '{failure.Key}' of release '{version}' cannot be had: {d.Message}" }))],
                ordered[0].Value)
            {
                ExitCode = ordered[0].Value.ExitCode,
            };
        }

        return [.. weighed.Values.OrderBy(component => component.Name, StringComparer.Ordinal)];
    }

    // Several releases share most of their components; the manifest of each is asked for once, whoever asks first.
    private Task<LockedImage> WeighOnceAsync(ImageReference image, IReadOnlyList<Platform> platforms, CancellationToken cancellationToken) =>
        _weighed.GetOrAdd(image.ToString(), _ => new(() => WeighImageAsync(image, platforms, cancellationToken))).Value;

    private async Task<LockedImage> WeighImageAsync(ImageReference image, IReadOnlyList<Platform> platforms, CancellationToken cancellationToken)
    {
        var manifest = await FindManifestAsync(image, cancellationToken).ConfigureAwait(false)
            ?? throw MirrorErrors.ReleaseImageMissing.Exception($"'{image}' is not at its source.");
        var pinned = image.WithDigest(manifest.Digest);
        var tree = await _trees.ReadAsync(pinned, manifest, platforms, cancellationToken).ConfigureAwait(false);
        return new LockedImage(pinned, tree.Size);
    }
}
