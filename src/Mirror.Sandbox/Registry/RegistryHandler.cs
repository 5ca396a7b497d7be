using Microsoft.AspNetCore.Http;

namespace Mirror.Sandbox.Registry;

/// <summary>Brings a request of the distribution protocol to its endpoint.</summary>
internal sealed class RegistryHandler(RegistryFolder folder, UploadSessions sessions, EmbeddedRegistryOptions options)
{
    private readonly PullEndpoints _pull = new(folder);
    private readonly UploadEndpoints _uploads = new(folder, sessions, options.MinChunkLength);
    private readonly ManifestEndpoints _manifests = new(folder);

    public async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context).ConfigureAwait(false);
        }
        catch (MirrorException e) when (!context.Response.HasStarted)
        {
            var status = e.Diagnostics[0].Code == MirrorErrors.DiskFull ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status500InternalServerError;
            await context.WriteErrorAsync(new RegistryError(status, "UNKNOWN", e.Diagnostics[0].Message)).ConfigureAwait(false);
        }
    }

    /// <summary>Links an image whose bytes are in the folder, children first.</summary>
    public async Task OfferAsync(string repository, string? tag, Digest digest, CancellationToken cancellationToken)
    {
        var bytes = await folder.Blobs.FindBytesAsync(digest, ManifestReader.MaxSize, cancellationToken).ConfigureAwait(false) ?? throw Missing(repository, digest);
        var manifest = ManifestReader.Read(bytes, contentType: null, digest.ToString());
        foreach (var child in manifest.Manifest.Children)
        {
            await OfferAsync(repository, null, child.Digest, cancellationToken).ConfigureAwait(false);
        }

        List<Descriptor> blobs = [.. manifest.Manifest.Blobs()];
        if (blobs.Find(blob => !folder.Blobs.Contains(blob.Digest)) is { } missing)
        {
            throw Missing(repository, missing.Digest);
        }

        blobs.ForEach(blob => folder.LinkBlob(repository, blob.Digest));
        await _manifests.StoreAsync(repository, tag is null ? [] : [tag], manifest, digest, cancellationToken).ConfigureAwait(false);
    }

    private Task RouteAsync(HttpContext context)
    {
        context.Response.Headers["Docker-Distribution-API-Version"] = "registry/2.0";
        if (!RegistryRoute.TryParse(context.Request.Path.Value ?? "", out var route, out var problem))
        {
            return context.WriteErrorAsync(problem);
        }

        var method = context.Request.Method;
        if (route.Kind is not RegistryEndpointKind.Upload && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)))
        {
            return _pull.AnswerAsync(context, route);
        }

        if (options.IsReadOnly)
        {
            return context.WriteErrorAsync(RegistryError.Unsupported("The registry is read-only."));
        }

        return (route.Kind, method) switch
        {
            (RegistryEndpointKind.Uploads, "POST") => _uploads.BeginAsync(context, route),
            (RegistryEndpointKind.Upload, _) => _uploads.ContinueAsync(context, route),
            (RegistryEndpointKind.Manifest, "PUT") => _manifests.PutAsync(context, route),
            (RegistryEndpointKind.Manifest or RegistryEndpointKind.Blob, "DELETE") when !options.AllowDelete =>
                context.WriteErrorAsync(RegistryError.Unsupported("The registry does not delete.")),
            (RegistryEndpointKind.Manifest, "DELETE") => _manifests.DeleteAsync(context, route),
            (RegistryEndpointKind.Blob, "DELETE") => _manifests.DeleteBlobAsync(context, route),
            _ => context.WriteErrorAsync(RegistryError.Unsupported($"The endpoint does not take {method}.")),
        };
    }

    private MirrorException Missing(string repository, Digest digest) => MirrorErrors.ContentNotInStore.Exception(
        $"'{repository}' cannot be served from '{folder.Blobs.Root}': '{digest}' is not there. Run Fetch, which brings it.");
}
