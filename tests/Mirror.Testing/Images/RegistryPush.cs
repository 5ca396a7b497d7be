using System.Net;
using System.Net.Http.Headers;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Xunit;

namespace Mirror.Testing.Images;

/// <summary>Puts built images into any registry with nothing but HTTP, so that tests of the product's client do not rest on the product's client.</summary>
public static class RegistryPush
{
    /// <summary>
    /// Pushes <paramref name="image"/> and all below it; the root gets <paramref name="tag"/> if one is given. <paramref name="registry"/> is the address
    /// that <c>/v2/</c> is relative to.
    /// </summary>
    public static async Task PushImageAsync(
        this HttpClient client,
        Uri registry,
        string repository,
        string? tag,
        ImageContent image,
        CancellationToken cancellationToken)
    {
        foreach (var blob in image.AllBlobs())
        {
            await client.PushBlobAsync(registry, repository, blob, cancellationToken);
        }

        foreach (var manifest in image.AllManifests())
        {
            await client.PushManifestAsync(registry, repository, manifest.Digest.ToString(), manifest, cancellationToken);
        }

        if (tag is not null)
        {
            await client.PushManifestAsync(registry, repository, tag, image.Manifest, cancellationToken);
        }
    }

    /// <summary>Pushes one blob: POST, then PUT.</summary>
    public static async Task PushBlobAsync(
        this HttpClient client,
        Uri registry,
        string repository,
        BlobContent blob,
        CancellationToken cancellationToken)
    {
        using var begun = await client.PostAsync(new Uri(registry, $"/v2/{repository}/blobs/uploads/"), null, cancellationToken);
        await ExpectAsync(HttpStatusCode.Accepted, begun, cancellationToken);
        var location = new Uri(registry, begun.Headers.Location!);
        var query = $"digest={Uri.EscapeDataString(blob.Descriptor.Digest.ToString())}";
        var target = new UriBuilder(location) { Query = location.Query.Length > 1 ? $"{location.Query[1..]}&{query}" : query }.Uri;
        using var content = new ReadOnlyMemoryContent(blob.Bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var ended = await client.PutAsync(target, content, cancellationToken);
        await ExpectAsync(HttpStatusCode.Created, ended, cancellationToken);
    }

    /// <summary>Pushes one manifest under a tag or a digest.</summary>
    public static async Task PushManifestAsync(
        this HttpClient client,
        Uri registry,
        string repository,
        string reference,
        ManifestContent manifest,
        CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(manifest.Bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(manifest.Descriptor.MediaType);
        using var response = await client.PutAsync(new Uri(registry, $"/v2/{repository}/manifests/{reference}"), content, cancellationToken);
        await ExpectAsync(HttpStatusCode.Created, response, cancellationToken);
    }

    private static async Task ExpectAsync(HttpStatusCode status, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != status)
        {
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            Assert.Fail($"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri} gave {(int)response.StatusCode}, not {(int)status}: {body}");
        }
    }
}
