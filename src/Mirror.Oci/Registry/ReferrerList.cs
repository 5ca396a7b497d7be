using System.Net;
using Mirror.Oci.Registry.Authentication;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Registry;

/// <summary>
/// What refers to a manifest: by the referrers API (end-12), or where that is missing by the index under a tag made of the digest (distribution-spec, "Referrers Tag
/// Schema").
/// </summary>
internal sealed class ReferrerList(RegistryTransport transport, PageReader pages, RegistryClient client)
{
    private const int MaxReferrers = 100_000;

    private readonly KeyedLock<string> _writing = new();
    private readonly KeyedLock<string> _asking = new();
    private volatile Support _support;

    private enum Support
    {
        Unknown,
        Api,
        TagOnly,
    }

    /// <summary>The tag that stands in for the API; <c>sha256-&lt;hex&gt;</c>.</summary>
    public static string TagOf(Digest subject) => $"{subject.Algorithm}-{(subject.Hex.Length > 64 ? subject.Hex[..64] : subject.Hex)}";

    /// <summary>Ordered by digest, each once; null when nobody can tell: the registry has no API, and the tag that stands in for it is the subject's own.</summary>
    /// <param name="mayHaveTag">False for a tag that is known not to be there, which saves the question.</param>
    public async Task<IReadOnlyList<Descriptor>?> ReadAsync(
        string repository, Digest subject, Func<string, bool> mayHaveTag, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Digest, Descriptor>();
        if (_support != Support.TagOnly && await AskFirstAloneAsync(repository, subject, found, cancellationToken).ConfigureAwait(false))
        {
            return Sort(found);
        }

        var tag = TagOf(subject);
        var index = mayHaveTag(tag) ? await client.FindManifestAsync(repository, tag, cancellationToken).ConfigureAwait(false) : null;
        if (index?.Digest == subject)
        {
            return null;
        }

        foreach (var referrer in index is { Manifest.IsIndex: true } ? index.Manifest.Children : [])
        {
            found.TryAdd(referrer.Digest, referrer);
        }

        return Sort(found);
    }

    /// <summary>Adds an artifact that the registry stored without noticing its subject to the index under the tag.</summary>
    public async Task AddAsync(string repository, Digest subject, ManifestContent referrer, CancellationToken cancellationToken)
    {
        var tag = TagOf(subject);
        using (await _writing.EnterAsync($"{repository}:{tag}", cancellationToken).ConfigureAwait(false))
        {
            var current = await client.FindManifestAsync(repository, tag, cancellationToken).ConfigureAwait(false);
            if (current?.Digest == subject)
            {
                // Images that are known by digest alone have this very tag in a mirror (SPEC 8.2), and the image comes first. ReadAsync tells the same.
                return;
            }

            if (ReferrerIndex.With(current, referrer) is { } index)
            {
                await client.PutManifestAsync(repository, tag, index, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>As <see cref="AskAsync"/>; until it is known whether there is an API, one at a time, so that not everyone finds out anew that there is none.</summary>
    private async Task<bool> AskFirstAloneAsync(string repository, Digest subject, Dictionary<Digest, Descriptor> found, CancellationToken cancellationToken)
    {
        if (_support == Support.Api)
        {
            return await AskAsync(repository, subject, found, cancellationToken).ConfigureAwait(false);
        }

        using (await _asking.EnterAsync("", cancellationToken).ConfigureAwait(false))
        {
            if (_support == Support.Unknown)
            {
                return await AskAsync(repository, subject, found, cancellationToken).ConfigureAwait(false);
            }
        }

        return _support == Support.Api && await AskAsync(repository, subject, found, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the referrers API, if there is one, has answered.</summary>
    private async Task<bool> AskAsync(string repository, Digest subject, Dictionary<Digest, Descriptor> found, CancellationToken cancellationToken)
    {
        var name = $"{transport.Endpoint.Name}/{repository}@{subject}";
        var request = RegistryRequest.To(
            HttpMethod.Get, $"/v2/{repository}/referrers/{subject}", TokenScope.Pull(repository), $"list what refers to '{name}'") with
        {
            Accept = [MediaTypes.OciIndex],
            AnswerLimit = ManifestReader.MaxSize,
        };
        var list = await pages.ReadAsync(request, answer => Take(answer, found, name, request), cancellationToken, HasNoList).ConfigureAwait(false);
        if (list != PagedList.Unknown)
        {
            _support = list == PagedList.Missing ? Support.TagOnly : Support.Api;
        }

        return list != PagedList.Missing;
    }

    /// <summary>
    /// Registries without the API answer as their router does with what it does not know. One that has it may say that the repository does not exist, which tells
    /// nothing about others.
    /// </summary>
    private static bool HasNoList(RegistryAnswer answer) =>
        answer.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable
            or HttpStatusCode.Gone or HttpStatusCode.NotImplemented;

    private void Take(RegistryAnswer answer, Dictionary<Digest, Descriptor> found, string name, RegistryRequest request)
    {
        var page = client.ReadManifest(answer, name);
        if (!page.Manifest.IsIndex)
        {
            throw transport.Errors.Failed(MirrorErrors.RegistryProtocol, request.Purpose, "the answer is not an index");
        }

        foreach (var referrer in page.Manifest.Children)
        {
            found.TryAdd(referrer.Digest, referrer);
        }

        if (found.Count > MaxReferrers)
        {
            throw transport.Errors.Failed(MirrorErrors.RegistryAnswerTooLarge, request.Purpose, $"there are more than {MaxReferrers}");
        }
    }

    private static IReadOnlyList<Descriptor> Sort(Dictionary<Digest, Descriptor> found) => [.. found.Values.OrderBy(referrer => referrer.Digest)];
}
