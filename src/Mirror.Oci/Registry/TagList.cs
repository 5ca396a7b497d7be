using System.Text.Json;
using Mirror.Model.Json;
using Mirror.Oci.Registry.Authentication;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Registry;

/// <summary>All tags of a repository (end-8).</summary>
internal sealed class TagList(RegistryTransport transport, PageReader reader)
{
    private const int PageSize = 1000;
    private const int MaxTags = 1_000_000;
    private const int MaxPageBytes = 16 * 1024 * 1024;

    /// <summary>In ordinal order, each once; null when there is no such repository. Names that are no tags are left out.</summary>
    public async Task<IReadOnlyList<string>?> ReadAsync(string repository, CancellationToken cancellationToken) =>
        await ReadAsync(repository, int.MaxValue, cancellationToken).ConfigureAwait(false) is { List: not (PagedList.Missing or PagedList.Unknown) } found ? [.. found.Tags] : null;

    /// <summary>The tags of the first <paramref name="pages"/> pages, ordered as above, and whether these are all.</summary>
    public async Task<(PagedList List, IReadOnlySet<string> Tags)> ReadAsync(string repository, int pages, CancellationToken cancellationToken)
    {
        var purpose = $"list the tags of '{transport.Endpoint.Name}/{repository}'";
        var request = RegistryRequest.To(HttpMethod.Get, $"/v2/{repository}/tags/list?n={PageSize}", TokenScope.Pull(repository), purpose) with
        {
            AnswerLimit = MaxPageBytes,
        };
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        return (await reader.ReadAsync(request, answer => Take(answer, tags, purpose), cancellationToken, pages: pages).ConfigureAwait(false), tags);
    }

    private void Take(RegistryAnswer answer, SortedSet<string> tags, string purpose)
    {
        try
        {
            using var document = JsonText.Parse(answer.Body, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("tags", out var list)
                || list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
            {
                throw transport.Errors.Failed(MirrorErrors.RegistryProtocol, purpose, "the answer is not a list of tags");
            }

            if (list.ValueKind == JsonValueKind.Array)
            {
                tags.UnionWith(list.EnumerateArray()
                    .Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()!).Where(ReferenceRules.IsTag));
            }
        }
        catch (JsonException e)
        {
            throw transport.Errors.Failed(MirrorErrors.RegistryProtocol, purpose, "the answer is not JSON", e);
        }

        if (tags.Count > MaxTags)
        {
            throw transport.Errors.Failed(MirrorErrors.RegistryAnswerTooLarge, purpose, $"there are more than {MaxTags} tags");
        }
    }
}
