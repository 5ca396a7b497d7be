using System.Collections.Concurrent;
using Mirror.Oci.Content;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Oci.Registry;

/// <summary>
/// The registries that images are read from, each with its mirrors. <paramref name="resolve"/> names the places of a reference in the order
/// they are tried (<see cref="RegistriesConfiguration.Resolve"/>); one that does not have it, or fails, hands over to the next. A registry that failed goes to the end of
/// the order for the rest of the run, so that a dead mirror is waited for once.
/// </summary>
/// <param name="clients">Stay the caller's, who disposes them.</param>
/// <param name="insecure">All sources may be plain and unverified (<c>--src-tls-verify=false</c>).</param>
public sealed class RegistrySource(RegistryClientPool clients, Func<ImageReference, PullPlaces> resolve, bool insecure) : IReferrerSource, ITagSource, IDigestSource
{
    private const int MaxRemembered = 100_000;

    private readonly ConcurrentDictionary<string, bool> _failed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _found = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken) =>
        FindAsync(image, (client, place) => client.FindManifestAsync(place.Repository, ReferenceOf(place), cancellationToken));

    /// <inheritdoc/>
    public Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken) =>
        FindAsync(image, (client, place) => client.FindBlobAsync(place.Repository, blob, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>?> FindTagsAsync(ImageReference repository, CancellationToken cancellationToken) =>
        FindAsync(repository, (client, place) => client.FindTagsAsync(place.Repository, cancellationToken));

    /// <inheritdoc/>
    public async Task<Digest?> FindDigestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var found = await FindAsync(
            image,
            async (client, place) => (await client.FindDigestAsync(place.Repository, ReferenceOf(place), cancellationToken).ConfigureAwait(false))?.ToString()).ConfigureAwait(false);
        return found is null ? null : Digest.Parse(found);
    }

    /// <summary>
    /// As the interface describes it, of the first place that has the image: a mirror that serves an image is asked for its signatures too, and no place behind it, which
    /// may be out of reach.
    /// </summary>
    public async Task<IReadOnlyList<FoundReferrer>> FindReferrersAsync(
        ImageReference image, IReadOnlyList<Digest> subjects, bool byTag, CancellationToken cancellationToken) =>
        await FindAsync(image, async (client, place) =>
            await HasImageAsync(client, image, place, cancellationToken).ConfigureAwait(false)
                ? await client.FindReferrersAsync(place.Repository, subjects, byTag, cancellationToken).ConfigureAwait(false)
                : null).ConfigureAwait(false)
        ?? [];

    // Without a request where the image was read from this place in this run.
    private async Task<bool> HasImageAsync(RegistryClient client, ImageReference image, ImageReference place, CancellationToken cancellationToken) =>
        _found.GetValueOrDefault(image.Name) == place.Name
        || await client.FindDigestAsync(place.Repository, ReferenceOf(place), cancellationToken).ConfigureAwait(false) is not null;

    private async Task<T?> FindAsync<T>(ImageReference image, Func<RegistryClient, ImageReference, Task<T?>> find)
        where T : class
    {
        var resolved = resolve(image);
        var failures = new List<MirrorException>();
        foreach (var place in Order(image, resolved.Places))
        {
            var endpoint = RegistryEndpoint.For(place.Image.Registry, RegistrySide.Source, insecure || place.AllowsInsecure);
            try
            {
                if (await find(clients.For(endpoint), place.Image).ConfigureAwait(false) is { } found)
                {
                    Remember(image, place.Image);
                    return found;
                }
            }
            catch (MirrorException e)
            {
                // Only kept back: thrown below unless another place serves.
                failures.Add(e);
                _failed[endpoint.Name] = true;
            }
        }

        return failures.Count == 0 && resolved.Blocked.Count == 0 ? null : throw Nowhere(image, resolved, failures);
    }

    private IEnumerable<PullPlace> Order(ImageReference image, IReadOnlyList<PullPlace> places)
    {
        _found.TryGetValue(image.Name, out var last);
        return places.OrderBy(place => place.Image.Name == last ? 0 : _failed.ContainsKey(place.Image.Registry) ? 2 : 1);
    }

    private void Remember(ImageReference image, ImageReference place)
    {
        if (_found.Count >= MaxRemembered)
        {
            _found.Clear();
        }

        _found[image.Name] = place.Name;
    }

    private static string ReferenceOf(ImageReference image) =>
        image.Digest?.ToString() ?? image.Tag ?? throw new ArgumentException("The reference has neither a tag nor a digest.", nameof(image));

    private static MirrorException Nowhere(ImageReference image, PullPlaces resolved, List<MirrorException> failures)
    {
        var problems = failures.SelectMany(failure => failure.Diagnostics).Concat(resolved.Blocked).ToList();
        if (resolved.Places.Count == 1 && problems.Count == 1)
        {
            return failures.Count == 1 ? failures[0] : new MirrorException(problems);
        }

        var places = string.Join(", ", resolved.Places.Select(place => $"'{place.Image.Name}'"));
        return MirrorErrors.ImageNowhere.Exception(
            $"None of the places of '{image}' ({places}) could give it. {string.Join(" ", problems.Select(problem => problem.Message))}",
            failures.LastOrDefault());
    }
}
