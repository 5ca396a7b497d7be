using System.Text;
using Mirror.Engine.Resolving.Operators.Reading;

namespace Mirror.Engine.Resolving.Operators.Dependencies;

/// <summary>
/// Looks through a whole catalog for the packages that provide some APIs: a second pass over the same files, for catalogs whose selection lacks something.
/// A blob is parsed only if it has the name of a kind in it. Not safe for concurrent use.
/// </summary>
public sealed class ApiProviderSearch
{
    private readonly Dictionary<OperatorApi, SortedSet<string>> _providers;
    private readonly BlobFileReader _reader;

    /// <param name="apis">What is looked for.</param>
    /// <param name="limits">What the catalog may make the search do.</param>
    public ApiProviderSearch(IReadOnlySet<OperatorApi> apis, CatalogLimits limits)
    {
        _providers = apis.ToDictionary(api => api, _ => new SortedSet<string>(StringComparer.Ordinal));
        var kinds = apis.Select(api => Encoding.UTF8.GetBytes(api.Kind)).ToList();
        _reader = new BlobFileReader(
            limits,
            head => head.Schema == BlobHead.BundleSchema,
            blob => kinds.Exists(kind => blob.Span.IndexOf(kind) >= 0));
    }

    /// <summary>The packages that were found so far, by name.</summary>
    public IReadOnlyDictionary<OperatorApi, IReadOnlyCollection<string>> Providers =>
        _providers.ToDictionary(entry => entry.Key, entry => (IReadOnlyCollection<string>)entry.Value);

    /// <summary>Looks through a file; one that is not readable is passed over, since <see cref="CatalogReader"/> has reported it if it matters.</summary>
    public async Task AddAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var blob in _reader.ReadAsync(content, cancellationToken).ConfigureAwait(false))
            {
                foreach (var api in BundleProperties.Read(blob.Json).Provided)
                {
                    if (_providers.TryGetValue(api, out var packages))
                    {
                        packages.Add(blob.Head.Package);
                    }
                }
            }
        }
        catch (CatalogFormatException)
        {
            // Only a file that '.indexignore' takes out gets here.
        }
    }
}
