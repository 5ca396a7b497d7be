using System.Net;
using System.Security.Cryptography;
using Mirror.Oci.Content;
using Mirror.Oci.Registry.Authentication;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Registry;

/// <summary>
/// One registry by the distribution protocol (distribution-spec 1.1). Every method retries by itself where that may help; what the registry does not have is null or
/// false, every other refusal is a <see cref="MirrorException"/> with the exit code of its side.
/// </summary>
/// <remarks>Safe for concurrent use. Repositories, tags and digests must be valid as <see cref="ReferenceRules"/> says.</remarks>
public sealed class RegistryClient : IDisposable
{
    private const string DigestHeader = "Docker-Content-Digest";

    private readonly RegistryClientOptions _options;
    private readonly RegistryTransport _transport;
    private readonly KeyedLock<Digest> _transfers = new();
    private readonly TagList _tags;
    private readonly ReferrerList _referrers;
    private volatile bool _lacksRoot;

    /// <summary>Opens no connection yet.</summary>
    public RegistryClient(RegistryEndpoint endpoint, RegistryClientOptions options)
    {
        Endpoint = endpoint;
        _options = options;
        _transport = new RegistryTransport(endpoint, options);
        var pages = new PageReader(_transport);
        _tags = new TagList(_transport, pages);
        _referrers = new ReferrerList(_transport, pages, this);
    }

    /// <summary>Which registry.</summary>
    public RegistryEndpoint Endpoint { get; }

    /// <summary>What it was asked so far.</summary>
    public RegistryStatistics Statistics => _transport.Statistics;

    /// <summary>Whether it wanted a login so far.</summary>
    public bool AsksForLogin => _transport.AsksForLogin;

    /// <summary>Whether it answered 404 to the question whether it is a registry, so that only its repositories can tell.</summary>
    public bool LacksRoot => _lacksRoot;

    /// <summary>Checks that the registry is there, speaks the protocol and takes the login (end-1).</summary>
    public Task PingAsync(CancellationToken cancellationToken) => PingAsync("", cancellationToken);

    /// <summary>
    /// As above, with the login for what is below <paramref name="path"/>; empty for that of the whole registry. Registries behind a proxy that passes on the paths of
    /// repositories alone answer 404; they are taken, and <see cref="LacksRoot"/> says so.
    /// </summary>
    public async Task PingAsync(string path, CancellationToken cancellationToken)
    {
        var request = RegistryRequest.To(HttpMethod.Get, "/v2/", TokenScope.None with { Repository = path }, $"reach the registry '{Endpoint.Name}'");
        using var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        _lacksRoot = answer.Status == HttpStatusCode.NotFound;
        ThrowUnless(answer.Status is HttpStatusCode.OK or HttpStatusCode.NotFound, request, answer);
    }

    /// <summary>The manifest under <paramref name="reference"/> (a tag or a digest), verified; null when there is none (end-3).</summary>
    public async Task<ManifestContent?> FindManifestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        var name = NameOf(repository, reference);
        var request = RegistryRequest.To(HttpMethod.Get, ManifestPath(repository, reference), TokenScope.Pull(repository), $"read the manifest '{name}'") with
        {
            Accept = MediaTypes.AcceptedManifests,
            AnswerLimit = ManifestReader.MaxSize,
        };
        using var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            return null;
        }

        ThrowUnless(answer.Status == HttpStatusCode.OK, request, answer);
        VerifyManifest(request, answer, reference);
        var content = ReadManifest(answer, name);
        return Digest.TryParse(reference, out var digest) ? content with { Descriptor = content.Descriptor with { Digest = digest } } : content;
    }

    /// <summary>The digest under <paramref name="reference"/> in one request without content, where the registry tells it; null when there is nothing.</summary>
    public async Task<Digest?> FindDigestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        var request = ManifestHead(repository, reference);
        using var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (answer.Status == HttpStatusCode.OK)
        {
            if (Digest.TryParse(reference, out var asked))
            {
                return asked;
            }

            if (Digest.TryParse(answer.Header(DigestHeader), out var told))
            {
                return told;
            }
        }
        else if (answer.Status != HttpStatusCode.MethodNotAllowed)
        {
            throw _transport.Unexpected(request, answer);
        }

        return (await FindManifestAsync(repository, reference, cancellationToken).ConfigureAwait(false))?.Digest;
    }

    /// <summary>
    /// What <paramref name="tag"/> shows: in one request without content if the registry tells that it is a single image, else the manifest is read too. The type that a
    /// registry tells can be relied upon: container engines take it for the type of what they pull.
    /// </summary>
    public async Task<ShownManifest?> FindShownAsync(string repository, string tag, CancellationToken cancellationToken)
    {
        var request = ManifestHead(repository, tag);
        using (var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (answer.Status == HttpStatusCode.NotFound)
            {
                return null;
            }

            if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.MethodNotAllowed))
            {
                throw _transport.Unexpected(request, answer);
            }

            if (answer.Status == HttpStatusCode.OK
                && answer.ContentType is MediaTypes.OciManifest or MediaTypes.DockerManifest
                && Digest.TryParse(answer.Header(DigestHeader), out var digest))
            {
                return new ShownManifest(digest, null);
            }
        }

        return await FindManifestAsync(repository, tag, cancellationToken).ConfigureAwait(false) is { } found ? new ShownManifest(found.Digest, found.Manifest) : null;
    }

    private RegistryRequest ManifestHead(string repository, string reference) =>
        RegistryRequest.To(HttpMethod.Head, ManifestPath(repository, reference), TokenScope.Pull(repository), $"look for the manifest '{NameOf(repository, reference)}'") with
        {
            Accept = MediaTypes.AcceptedManifests,
        };

    /// <summary>Whether the repository has the blob (end-2).</summary>
    public async Task<bool> HasBlobAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        var request = RegistryRequest.To(
            HttpMethod.Head, BlobPath(repository, digest), TokenScope.Pull(repository), $"look for the blob '{NameOf(repository, digest.ToString())}'");
        using var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        ThrowUnless(answer.Status is HttpStatusCode.OK or HttpStatusCode.NotFound, request, answer);
        return answer.Status == HttpStatusCode.OK;
    }

    /// <summary>
    /// Opens a blob as <see cref="IImageSource.FindBlobAsync"/> describes; null when the repository does not have it (end-2). The stream occupies one of the
    /// registry's slots until it is read to its end or disposed, and reads asynchronously only.
    /// </summary>
    public async Task<Stream?> FindBlobAsync(string repository, Descriptor blob, CancellationToken cancellationToken)
    {
        var request = RegistryRequest.To(
            HttpMethod.Get, BlobPath(repository, blob.Digest), TokenScope.Pull(repository), $"read the blob '{NameOf(repository, blob.Digest.ToString())}'") with
        {
            Streams = true,
        };
        var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.OK && (answer.ContentLength ?? blob.Size) == blob.Size)
        {
            return new BlobStream(_transport, _options, request, blob, answer);
        }

        using (answer)
        {
            return answer.Status switch
            {
                HttpStatusCode.NotFound => null,
                HttpStatusCode.OK => throw _transport.Errors.Failed(
                    MirrorErrors.RegistrySizeMismatch, request.Purpose, $"the registry would send {answer.ContentLength} bytes, expected {blob.Size}"),
                _ => throw _transport.Unexpected(request, answer),
            };
        }
    }

    /// <summary>
    /// Makes the repository hold the blob, as <see cref="IImageDestination.PushBlobAsync"/> describes (end-4, 5, 6, 11). Of the same digest one transfer
    /// is in flight at a time, because some registries damage blobs that arrive twice at once; mounts do not wait for it.
    /// </summary>
    public async Task<BlobOutcome> PushBlobAsync(
        string repository, Descriptor blob, string? mountFrom, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        using var upload = new BlobUpload(_transport, _options, repository, blob, mountFrom, open);
        if (await upload.TryMountAsync(cancellationToken).ConfigureAwait(false))
        {
            return BlobOutcome.Mounted;
        }

        using (await _transfers.EnterAsync(blob.Digest, cancellationToken).ConfigureAwait(false))
        {
            await upload.SendAsync(cancellationToken).ConfigureAwait(false);
            return BlobOutcome.Uploaded;
        }
    }

    /// <summary>
    /// Whether blobs may be written to <paramref name="repository"/>: opens an upload and cancels it (end-4a, 5), so nothing stays. A registry that cannot cancel
    /// forgets the upload by itself.
    /// </summary>
    /// <exception cref="MirrorException">The registry refuses; the message names the repository and the reason.</exception>
    public async Task ProbePushAsync(string repository, CancellationToken cancellationToken)
    {
        var purpose = $"write to the repository '{Endpoint.Name}/{repository}'";
        var scope = TokenScope.Push(repository);
        var open = RegistryRequest.To(HttpMethod.Post, $"/v2/{repository}/blobs/uploads/", scope, purpose) with { Body = RequestBody.Empty };
        using var opened = await _transport.SendAsync(open, cancellationToken).ConfigureAwait(false);
        if (opened.Status == HttpStatusCode.NotFound && _lacksRoot && !ErrorBody.SaysNameUnknown(opened.Body))
        {
            throw _transport.Errors.Failed(
                MirrorErrors.RegistryAbsent, purpose, $"{Endpoint.Subject} answered 404 Not Found to this and to '/v2/', so it is probably no registry; check its host name and port");
        }

        ThrowUnless(opened.Status == HttpStatusCode.Accepted, open, opened);
        await CancelUploadAsync(new RegistryRequest(HttpMethod.Delete, _transport.LocationOf(opened, purpose), scope, purpose), cancellationToken).ConfigureAwait(false);
    }

    private async Task CancelUploadAsync(RegistryRequest cancel, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _transport.SendOnceAsync(cancel, cancellationToken).ConfigureAwait(false);
        }
        catch (MirrorException)
        {
            // To cancel takes the right to delete, which who may push need not have. The question is answered all the same.
        }
    }

    /// <summary>
    /// Writes the raw bytes under their digest or, if given, under a tag (end-7); a tag that cannot change and has them already is as good. Where the registry does not keep
    /// track of what refers to what, an artifact is added to the index under the tag that stands in for that, as the specification demands of clients.
    /// </summary>
    public async Task PutManifestAsync(string repository, string? tag, ManifestContent manifest, CancellationToken cancellationToken)
    {
        var reference = tag ?? manifest.Digest.ToString();
        var request = RegistryRequest.To(
            HttpMethod.Put, ManifestPath(repository, reference), TokenScope.Push(repository), $"write the manifest '{NameOf(repository, reference)}'") with
        {
            Body = RequestBody.Of(manifest.Bytes, manifest.Descriptor.MediaType),
        };
        using var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (MayBeThere(answer) && tag is not null && await IsThereAsync(repository, tag, manifest.Digest, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        ThrowUnless(answer.IsSuccess, request, answer);
        if (Digest.TryParse(answer.Header(DigestHeader), out var stored) && stored.Algorithm == manifest.Digest.Algorithm && stored != manifest.Digest)
        {
            throw _transport.Errors.Failed(
                MirrorErrors.RegistryDigestMismatch, request.Purpose, $"the registry stored it as '{stored}', expected '{manifest.Digest}'; it must keep manifests byte by byte");
        }

        if (manifest.Manifest.Subject is { } subject && answer.Header("OCI-Subject") is null)
        {
            await _referrers.AddAsync(repository, subject.Digest, manifest, cancellationToken).ConfigureAwait(false);
        }
    }

    // Registries whose tags cannot change refuse to write even what is there already, each with a status and code of its own. One that misses a blob, or dislikes the
    // content, says so with the protocol's codes: then what the tag shows is not complete.
    private static bool MayBeThere(RegistryAnswer answer) =>
        (int)answer.Status is >= 400 and < 500
        && answer.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.TooManyRequests)
        && ErrorBody.Summarise(answer.Body) is var text
        && !text.Contains("MANIFEST_", StringComparison.Ordinal) && !text.Contains("BLOB_", StringComparison.Ordinal);

    private async Task<bool> IsThereAsync(string repository, string tag, Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            return await FindDigestAsync(repository, tag, cancellationToken).ConfigureAwait(false) == digest;
        }
        catch (MirrorException)
        {
            // The refusal that led to the question is the failure to tell.
            return false;
        }
    }

    /// <summary>All tags in ordinal order; null when there is no such repository (end-8).</summary>
    public Task<IReadOnlyList<string>?> FindTagsAsync(string repository, CancellationToken cancellationToken) => _tags.ReadAsync(repository, cancellationToken);

    /// <summary>
    /// A file that the host serves besides the protocol, whole; null when it has none at this path. For hosts that serve files alone, with the logins, retries and
    /// certificates of a registry.
    /// </summary>
    /// <param name="address">Path and query count; host and scheme are those of the endpoint.</param>
    /// <param name="limit">Bytes over which the file is refused.</param>
    public async Task<ReadOnlyMemory<byte>?> FindFileAsync(Uri address, int limit, CancellationToken cancellationToken)
    {
        var path = address.AbsolutePath.TrimStart('/');
        var request = RegistryRequest.To(HttpMethod.Get, $"/{path}{address.Query}", new TokenScope(path, ""), $"read '{Endpoint.Name}/{path}'") with
        {
            AnswerLimit = limit,
            TakesEncoded = true,
        };
        using var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return null;
        }

        ThrowUnless(answer.Status == HttpStatusCode.OK, request, answer);
        return answer.Body;
    }

    /// <summary>
    /// The manifests that refer to <paramref name="subject"/>, by the API or by tag (end-12); empty when there are none. Null when nobody can tell, because the registry
    /// has no API and the tag that stands in for it is that of the subject itself.
    /// </summary>
    public Task<IReadOnlyList<Descriptor>?> FindReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken) =>
        FindReferrersAsync(repository, subject, _ => true, cancellationToken);

    /// <summary>As above, without asking for a tag that <paramref name="mayHaveTag"/> says is not there.</summary>
    public Task<IReadOnlyList<Descriptor>?> FindReferrersAsync(string repository, Digest subject, Func<string, bool> mayHaveTag, CancellationToken cancellationToken) =>
        _referrers.ReadAsync(repository, subject, mayHaveTag, cancellationToken);

    /// <summary>Whatever refers to <paramref name="subjects"/>, by the API or by any of the tags that say so; the tags of the repository are listed where that is cheap.</summary>
    public Task<IReadOnlyList<FoundReferrer>> FindReferrersAsync(
        string repository, IReadOnlyList<Digest> subjects, bool byTag, CancellationToken cancellationToken) =>
        new RepositoryReferrers(this, _tags, _referrers, repository).FindAsync(subjects, byTag, cancellationToken);

    /// <summary>Deletes a manifest by digest, or a tag alone where the registry can; false when there was none (end-9).</summary>
    public Task<bool> DeleteManifestAsync(string repository, string reference, CancellationToken cancellationToken) =>
        DeleteAsync(repository, ManifestPath(repository, reference), $"delete the manifest '{NameOf(repository, reference)}'", cancellationToken);

    /// <summary>Whether the registry deletes manifests: asks it to delete one that no content can have (end-9); null when it does not tell.</summary>
    public async Task<bool?> CanDeleteAsync(string repository, CancellationToken cancellationToken)
    {
        var impossible = Digest.FromHash(HashAlgorithmName.SHA256, new byte[SHA256.HashSizeInBytes]);
        var purpose = $"ask whether manifests of '{Endpoint.Name}/{repository}' can be deleted";
        using var answer = await _transport.SendOnceAsync(
            RegistryRequest.To(HttpMethod.Delete, ManifestPath(repository, impossible.ToString()), TokenScope.Delete(repository), purpose), cancellationToken).ConfigureAwait(false);
        return answer.Status switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Accepted => true,
            HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => false,
            _ => null,
        };
    }

    /// <summary>Deletes a blob; false when there was none (end-10).</summary>
    public Task<bool> DeleteBlobAsync(string repository, Digest digest, CancellationToken cancellationToken) =>
        DeleteAsync(repository, BlobPath(repository, digest), $"delete the blob '{NameOf(repository, digest.ToString())}'", cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private async Task<bool> DeleteAsync(string repository, string path, string purpose, CancellationToken cancellationToken)
    {
        var request = RegistryRequest.To(HttpMethod.Delete, path, TokenScope.Delete(repository), purpose);
        using var answer = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Status is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
        {
            throw _transport.Errors.Failed(
                MirrorErrors.DeleteUnsupported,
                purpose,
                $"{Endpoint.Subject} does not delete. Its owner must allow it; docker-registry needs REGISTRY_STORAGE_DELETE_ENABLED=true, or 'storage.delete.enabled' in its configuration");
        }

        ThrowUnless(answer.IsSuccess || answer.Status == HttpStatusCode.NotFound, request, answer);
        return answer.IsSuccess;
    }

    private void VerifyManifest(RegistryRequest request, RegistryAnswer answer, string reference)
    {
        var isByDigest = Digest.TryParse(reference, out var expected);
        if (!isByDigest && !Digest.TryParse(answer.Header(DigestHeader), out expected))
        {
            return;
        }

        var actual = Digest.FromHash(expected.HashAlgorithm, CryptographicOperations.HashData(expected.HashAlgorithm, answer.Body));
        if (actual != expected)
        {
            throw _transport.Errors.Failed(
                MirrorErrors.RegistryDigestMismatch, request.Purpose, $"its content has the digest '{actual}', expected '{expected}'");
        }
    }

    /// <summary>Parses a manifest; the reader does not know which side the registry is on.</summary>
    internal ManifestContent ReadManifest(RegistryAnswer answer, string name)
    {
        try
        {
            return ManifestReader.Read(answer.Body, answer.ContentType, name);
        }
        catch (MirrorException e) when (Endpoint.Side == RegistrySide.Destination)
        {
            throw new MirrorException(e.Diagnostics, e) { ExitCode = ExitCode.Destination };
        }
    }

    private void ThrowUnless(bool condition, RegistryRequest request, RegistryAnswer answer)
    {
        if (!condition)
        {
            throw _transport.Unexpected(request, answer);
        }
    }

    private string NameOf(string repository, string reference) =>
        $"{Endpoint.Name}/{repository}{(reference.Contains(':', StringComparison.Ordinal) ? '@' : ':')}{reference}";

    private static string ManifestPath(string repository, string reference) => $"/v2/{repository}/manifests/{reference}";

    private static string BlobPath(string repository, Digest digest) => $"/v2/{repository}/blobs/{digest}";
}
