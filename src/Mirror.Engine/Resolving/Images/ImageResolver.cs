using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Images;

/// <summary>Answers entries of <c>additionalImages</c> (SPEC 7.1): one request for the tag, one for each instance.</summary>
internal sealed class ImageResolver(IImageSource source, ContentStore store) : ISourceResolver
{
    private readonly ManifestTreeReader _trees = new(store, source);

    public bool Resolves(ISourceEntry entry) => entry is AdditionalImage;

    /// <exception cref="MirrorException">MIR2009, MIR2010, MIR3xxx.</exception>
    public Task<LockedSource> ResolveAsync(SourceQuestion question, CancellationToken cancellationToken)
    {
        var entry = (AdditionalImage)question.Entry;
        return ResolveAsync(entry, question.IsMoving ? null : PinnedImages.Find(question, entry.Name), cancellationToken);
    }

    private async Task<LockedSource> ResolveAsync(AdditionalImage entry, Digest? pin, CancellationToken cancellationToken)
    {
        var target = ImageTarget.Of(entry);
        var wanted = pin is null ? entry.Name : entry.Name.WithDigest(pin.Value);
        var root = (wanted.Digest is null ? null : await store.FindManifestAsync(wanted, cancellationToken).ConfigureAwait(false))
            ?? await source.FindManifestAsync(wanted, cancellationToken).ConfigureAwait(false)
            ?? throw NotFound(entry, pin);
        await store.AddAsync(root, cancellationToken).ConfigureAwait(false);
        var image = entry.Name.WithDigest(root.Digest);
        if (root.Manifest.IsIndex && PlatformFilter.Missing(entry.Platforms, root.Manifest) is { Count: > 0 } missing)
        {
            throw ManifestTreeReader.PlatformMissing(image, root, missing);
        }

        var tree = await _trees.ReadAsync(image, root, entry.Platforms, cancellationToken).ConfigureAwait(false);
        var fields = entry.Input.Text;
        return new LockedImageSource
        {
            Key = entry.SourceKey,
            InputHash = entry.Input.Hash,
            Requested = fields.Length == 0 ? entry.Name.ToString() : $"{entry.Name}, {fields}",
            Name = entry.Name,
            Resolved = new LockedImage(image, tree.Size),
            Target = target,
            Platforms = [.. entry.Platforms.OrderBy(platform => platform.ToString(), StringComparer.Ordinal)],
        };
    }

    private static MirrorException NotFound(AdditionalImage entry, Digest? pin) => pin is null
        ? MirrorErrors.ImageNotFound.Exception(
            $"There is no image '{entry.Name}' at its source. Correct its name, tag or digest; a registry may also answer so when the credentials may not read it.",
            entry.SpanOf("name"))
        : MirrorErrors.ImageGone.Exception(
            $"'{entry.Name}' is locked to '{pin}', which its source no longer has. Move the lock on with '--update {entry.Name.Name}'.",
            entry.SpanOf("name"));
}
