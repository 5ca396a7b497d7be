using Microsoft.AspNetCore.Http;
using Mirror.Oci.Content;

namespace Mirror.Sandbox.Registry;

/// <summary>Manifests coming in, and content going: distribution-spec "Pushing Manifests" and "Content Management".</summary>
internal sealed class ManifestEndpoints(RegistryFolder folder)
{
    private const int Stripes = 64;
    private const int MaxTags = 100;

    // A manifest and its tags change together; two clients that push and delete the same one must not interleave.
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Answers a PUT of a manifest.</summary>
    public async Task PutAsync(HttpContext context, RegistryRoute route)
    {
        var isDigest = Digest.TryParse(route.Reference, out var expected);
        IReadOnlyList<string> tags = isDigest ? [.. context.Request.Query["tag"].OfType<string>().Distinct(StringComparer.Ordinal)] : [route.Reference];
        if (tags.Count > MaxTags || tags.FirstOrDefault(tag => !ReferenceRules.IsTag(tag)) is not null)
        {
            await context.WriteErrorAsync(RegistryError.ManifestInvalid($"The manifest is to have tags that are not valid, or more than {MaxTags}.")).ConfigureAwait(false);
            return;
        }

        if (await ReadBodyAsync(context).ConfigureAwait(false) is not { } bytes)
        {
            await context.WriteErrorAsync(RegistryError.ManifestTooLarge).ConfigureAwait(false);
            return;
        }

        ManifestContent manifest;
        try
        {
            manifest = ManifestReader.Read(bytes, context.Request.ContentType, route.Reference);
        }
        catch (MirrorException e)
        {
            await context.WriteErrorAsync(RegistryError.ManifestInvalid(e.Diagnostics[0].Message)).ConfigureAwait(false);
            return;
        }

        var digest = isDigest ? DigestOf(bytes.Span, expected) : manifest.Digest;
        if (isDigest && digest != expected)
        {
            await context.WriteErrorAsync(RegistryError.DigestInvalid($"The manifest has the digest '{digest}', not '{expected}'.")).ConfigureAwait(false);
            return;
        }

        if (Check(route.Repository, manifest, context.Request.ContentType) is { } problem)
        {
            await context.WriteErrorAsync(problem).ConfigureAwait(false);
            return;
        }

        await StoreAsync(route.Repository, tags, manifest, digest, context.RequestAborted).ConfigureAwait(false);
        if (manifest.Manifest.Subject is { } subject)
        {
            context.Response.Headers["OCI-Subject"] = subject.Digest.ToString();
        }

        if (isDigest && tags.Count > 0)
        {
            context.Response.Headers["OCI-Tag"] = tags.ToArray();
        }

        await context.AnswerCreatedAsync($"/v2/{route.Repository}/manifests/{digest}", digest).ConfigureAwait(false);
    }

    /// <summary>Answers a DELETE of a manifest or a tag.</summary>
    public async Task DeleteAsync(HttpContext context, RegistryRoute route)
    {
        if (!folder.HasRepository(route.Repository))
        {
            await context.WriteErrorAsync(RegistryError.NameUnknown(route.Repository)).ConfigureAwait(false);
            return;
        }

        bool isGone;
        using (await EnterAsync(route.Repository, context.RequestAborted).ConfigureAwait(false))
        {
            isGone = Digest.TryParse(route.Reference, out var digest)
                ? await folder.UnlinkManifestAsync(route.Repository, digest, context.RequestAborted).ConfigureAwait(false)
                : ReferenceRules.IsTag(route.Reference) && folder.Untag(route.Repository, route.Reference);
        }

        await (isGone
            ? context.AnswerAsync(StatusCodes.Status202Accepted)
            : context.WriteErrorAsync(RegistryError.ManifestUnknown(route.Reference))).ConfigureAwait(false);
    }

    /// <summary>Answers a DELETE of a blob.</summary>
    public Task DeleteBlobAsync(HttpContext context, RegistryRoute route)
    {
        if (!Digest.TryParse(route.Reference, out var digest))
        {
            return context.WriteErrorAsync(RegistryError.DigestInvalid($"'{route.Reference}' is not a digest."));
        }

        return folder.UnlinkBlob(route.Repository, digest)
            ? context.AnswerAsync(StatusCodes.Status202Accepted)
            : context.WriteErrorAsync(RegistryError.BlobUnknown(route.Reference));
    }

    /// <summary>Puts a checked manifest in its place: bytes first, then the repository's entry, tags last.</summary>
    public async Task StoreAsync(
        string repository,
        IReadOnlyList<string> tags,
        ManifestContent manifest,
        Digest digest,
        CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryStream(manifest.Bytes);
        await folder.Blobs.IngestAsync(manifest.Descriptor with { Digest = digest }, content, cancellationToken).ConfigureAwait(false);
        using (await EnterAsync(repository, cancellationToken).ConfigureAwait(false))
        {
            await folder.LinkManifestAsync(repository, digest, manifest.Manifest, cancellationToken).ConfigureAwait(false);
            foreach (var tag in tags)
            {
                await folder.TagAsync(repository, tag, digest, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private RegistryError? Check(string repository, ManifestContent content, string? contentType)
    {
        var declared = contentType?.Split(';')[0].Trim() ?? "";
        if (declared.Length > 0 && declared != content.Manifest.MediaType)
        {
            return RegistryError.ManifestInvalid($"The manifest is of the type '{content.Manifest.MediaType}', but its Content-Type is '{declared}'.");
        }

        foreach (var child in content.Manifest.Children)
        {
            if (Check(child, folder.FindManifest(repository, child.Digest)?.Size) is { } problem)
            {
                return problem;
            }
        }

        foreach (var blob in content.Manifest.Blobs())
        {
            if (Check(blob, folder.FindBlob(repository, blob.Digest)) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static RegistryError? Check(Descriptor named, long? size) =>
        size is null ? RegistryError.ManifestBlobUnknown(named.Digest.ToString())
        : size != named.Size ? RegistryError.SizeInvalid($"The manifest gives '{named.Digest}' {named.Size} bytes; it has {size}.")
        : null;

    private static Digest DigestOf(ReadOnlySpan<byte> bytes, Digest expected) =>
        expected.Algorithm == "sha512"
            ? Digest.FromHash(expected.HashAlgorithm, System.Security.Cryptography.SHA512.HashData(bytes))
            : Digest.Of(bytes);

    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > ManifestReader.MaxSize)
        {
            return null;
        }

        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > ManifestReader.MaxSize)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private async Task<Releaser> EnterAsync(string repository, CancellationToken cancellationToken)
    {
        var stripe = _locks[(uint)string.GetHashCode(repository, StringComparison.Ordinal) % Stripes];
        await stripe.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Releaser(stripe);
    }

    private readonly struct Releaser(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
