using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Mirror.Sandbox.Registry;

/// <summary>The reading half of a registry: distribution-spec "Pull" and "Content Discovery".</summary>
internal sealed class PullEndpoints(IRegistryContent content)
{
    private const int BufferSize = 128 * 1024;
    private const int MaxTagsPerPage = 10_000;
    private const int MaxRepositoriesPerPage = 1_000;
    private const int MaxReferrersPerPage = 500;

    /// <summary>Answers a GET or HEAD whose names are valid.</summary>
    public Task AnswerAsync(HttpContext context, RegistryRoute route) => route.Kind switch
    {
        RegistryEndpointKind.Root => context.WriteBytesAsync("application/json", "{}"u8.ToArray()),
        RegistryEndpointKind.Catalog => AnswerCatalogAsync(context),
        RegistryEndpointKind.Manifest => AnswerManifestAsync(context, route),
        RegistryEndpointKind.Blob => AnswerBlobAsync(context, route),
        RegistryEndpointKind.Tags => AnswerTagsAsync(context, route),
        RegistryEndpointKind.Referrers => AnswerReferrersAsync(context, route),
        _ => context.WriteErrorAsync(RegistryError.NoSuchEndpoint),
    };

    private async Task AnswerManifestAsync(HttpContext context, RegistryRoute route)
    {
        if (!content.HasRepository(route.Repository))
        {
            await context.WriteErrorAsync(RegistryError.NameUnknown(route.Repository)).ConfigureAwait(false);
            return;
        }

        if (FindManifest(route) is not { } manifest)
        {
            await context.WriteErrorAsync(RegistryError.ManifestUnknown(route.Reference)).ConfigureAwait(false);
            return;
        }

        if (!Accepts(context.Request, manifest.MediaType))
        {
            await context.WriteErrorAsync(RegistryError.ManifestNotAccepted(manifest.MediaType)).ConfigureAwait(false);
            return;
        }

        if (context.IsUnchanged(manifest.Digest))
        {
            return;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = manifest.MediaType;
            context.Response.ContentLength = manifest.Size;
            return;
        }

        var bytes = await content.ReadManifestAsync(manifest.Digest, context.RequestAborted).ConfigureAwait(false);
        await context.WriteBytesAsync(manifest.MediaType, bytes).ConfigureAwait(false);
    }

    private Descriptor? FindManifest(RegistryRoute route)
    {
        if (Digest.TryParse(route.Reference, out var digest))
        {
            return content.FindManifest(route.Repository, digest);
        }

        return ReferenceRules.IsTag(route.Reference) && content.FindTag(route.Repository, route.Reference) is { } tagged
            ? content.FindManifest(route.Repository, tagged)
            : null;
    }

    // A client that names types it understands gets nothing else; registries used to convert, which changes the digest.
    private static bool Accepts(HttpRequest request, string mediaType)
    {
        var accept = request.Headers.Accept;
        return accept.Count == 0
            || accept
                .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))
                .Select(value => value.Split(';')[0].TrimEnd())
                .Any(value => value is "*/*" or "application/*" || value.Equals(mediaType, StringComparison.OrdinalIgnoreCase));
    }

    private async Task AnswerBlobAsync(HttpContext context, RegistryRoute route)
    {
        if (!Digest.TryParse(route.Reference, out var digest) || content.FindBlob(route.Repository, digest) is not { } size)
        {
            await context.WriteErrorAsync(RegistryError.BlobUnknown(route.Reference)).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.AcceptRanges = "bytes";
        if (context.IsUnchanged(digest))
        {
            return;
        }

        var part = new ByteRange(0, size - 1);
        if (HasUsableRange(context.Request, digest) && ByteRange.TryParse(context.Request.Headers.Range.ToString(), size, out var range))
        {
            if (range is null)
            {
                context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{size}");
                await context.WriteErrorAsync(RegistryError.RangeUnsatisfiable).ConfigureAwait(false);
                return;
            }

            part = range.Value;
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {part.First}-{part.Last}/{size}");
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = part.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await SendAsync(context, digest, part).ConfigureAwait(false);
        }
    }

    private static bool HasUsableRange(HttpRequest request, Digest digest) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers.Range.Count == 1
        && (request.Headers.IfRange.Count == 0 || request.Headers.IfRange == $"\"{digest}\"");

    private async Task SendAsync(HttpContext context, Digest digest, ByteRange part)
    {
        var source = content.OpenBlob(digest);
        await using (source.ConfigureAwait(false))
        {
            source.Position = part.First;
            var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(part.Length, 1, BufferSize));
            try
            {
                for (var rest = part.Length; rest > 0;)
                {
                    var read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(rest, buffer.Length)), context.RequestAborted).ConfigureAwait(false);
                    if (read == 0)
                    {
                        // The promised length cannot be kept; a broken connection says so.
                        context.Abort();
                        return;
                    }

                    await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted).ConfigureAwait(false);
                    rest -= read;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private Task AnswerTagsAsync(HttpContext context, RegistryRoute route)
    {
        if (!content.HasRepository(route.Repository))
        {
            return context.WriteErrorAsync(RegistryError.NameUnknown(route.Repository));
        }

        return context.Page(content.Tags(route.Repository), MaxTagsPerPage) is not { } tags
            ? context.WriteErrorAsync(RegistryError.PageInvalid)
            : context.WriteJsonAsync("application/json", writer =>
            {
                writer.WriteString("name", route.Repository);
                WriteStrings(writer, "tags", tags);
            });
    }

    private Task AnswerCatalogAsync(HttpContext context) =>
        context.Page(content.Repositories(), MaxRepositoriesPerPage) is not { } repositories
            ? context.WriteErrorAsync(RegistryError.PageInvalid)
            : context.WriteJsonAsync("application/json", writer => WriteStrings(writer, "repositories", repositories));

    private async Task AnswerReferrersAsync(HttpContext context, RegistryRoute route)
    {
        if (!Digest.TryParse(route.Reference, out var subject))
        {
            await context.WriteErrorAsync(RegistryError.DigestInvalid($"'{route.Reference}' is not a digest.")).ConfigureAwait(false);
            return;
        }

        var referrers = await content.FindReferrersAsync(route.Repository, subject, context.RequestAborted).ConfigureAwait(false);
        var artifactType = context.Request.Query["artifactType"].ToString();
        if (artifactType.Length > 0)
        {
            referrers = [.. referrers.Where(referrer => referrer.ArtifactType == artifactType)];
            context.Response.Headers["OCI-Filters-Applied"] = "artifactType";
        }

        var last = context.Request.Query["last"].ToString();
        List<Descriptor> rest = [.. referrers.SkipWhile(referrer => last.Length > 0 && string.CompareOrdinal(referrer.Digest.ToString(), last) <= 0)];
        if (rest.Count > MaxReferrersPerPage)
        {
            rest = rest[..MaxReferrersPerPage];
            var filter = artifactType.Length > 0 ? $"&artifactType={Uri.EscapeDataString(artifactType)}" : "";
            context.Response.Headers.Link = $"<{context.Request.Path}?last={Uri.EscapeDataString(rest[^1].Digest.ToString())}{filter}>; rel=\"next\"";
        }

        var bytes = Images.ManifestWriter.WriteIndex(MediaTypes.OciIndex, null, rest, null, new Dictionary<string, string>());
        await context.WriteBytesAsync(MediaTypes.OciIndex, bytes).ConfigureAwait(false);
    }

    private static void WriteStrings(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
