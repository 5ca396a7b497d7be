using System.Collections.Concurrent;
using Mirror.Oci.Content;

namespace Mirror.Oci.Registry;

/// <summary>
/// The registries that images are read from, each with its mirrors. <paramref name="resolve"/> names the places of a reference in the order they are tried (registries.conf
/// decides); one that does not have it, or fails, hands over to the next. A place that failed goes to the end of the order for the rest of the run, so that a dead
/// mirror is waited for once.
/// </summary>
/// <param name="clients">Stay the caller's, who disposes them.</param>
public sealed class RegistrySource(RegistryClientPool clients, Func<ImageReference, IReadOnlyList<RegistryPlace>> resolve) : IImageSource
{
    private const int MaxRemembered = 100_000;

    private readonly ConcurrentDictionary<RegistryEndpoint, bool> _failed = [];
    private readonly ConcurrentDictionary<string, RegistryPlace> _found = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var reference = image.Digest?.ToString() ?? image.Tag ?? throw new ArgumentException("The reference has neither a tag nor a digest.", nameof(image));
        return FindAsync(image, (client, repository) => client.FindManifestAsync(repository, reference, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken) =>
        FindAsync(image, (client, repository) => client.FindBlobAsync(repository, blob, cancellationToken));

    private async Task<T?> FindAsync<T>(ImageReference image, Func<RegistryClient, string, Task<T?>> find)
        where T : class
    {
        var failures = new List<MirrorException>();
        var places = Order(image);
        foreach (var place in places)
        {
            try
            {
                if (await find(clients.For(place.Endpoint), place.Repository).ConfigureAwait(false) is { } found)
                {
                    Remember(image, place);
                    return found;
                }
            }
            catch (MirrorException e) when (places.Count > 1)
            {
                // Only kept back: thrown below unless another place serves.
                failures.Add(e);
                _failed[place.Endpoint] = true;
            }
        }

        return failures.Count switch
        {
            0 => null,
            1 when places.Count == 1 => throw failures[0],
            _ => throw Nowhere(image, places, failures),
        };
    }

    private List<RegistryPlace> Order(ImageReference image)
    {
        _found.TryGetValue(image.Name, out var last);
        return [.. resolve(image).OrderBy(place => place == last ? 0 : _failed.ContainsKey(place.Endpoint) ? 2 : 1)];
    }

    private void Remember(ImageReference image, RegistryPlace place)
    {
        if (_found.Count >= MaxRemembered)
        {
            _found.Clear();
        }

        _found[image.Name] = place;
    }

    private static MirrorException Nowhere(ImageReference image, List<RegistryPlace> places, List<MirrorException> failures)
    {
        var reasons = failures.SelectMany(failure => failure.Diagnostics).Select(diagnostic => diagnostic.Message);
        return MirrorErrors.ImageNowhere.Exception(
            $"None of the places of '{image}' ({string.Join(", ", places.Select(place => $"'{place}'"))}) could give it. {string.Join(" ", reasons)}",
            failures[^1]);
    }
}
