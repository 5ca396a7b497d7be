using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;

namespace Mirror.Benchmarks.Images;

/// <summary>Fills the source.</summary>
internal static class BenchUpload
{
    public static async Task UploadAsync(this HttpClient client, Uri registry, BenchSet set, CancellationToken cancellationToken)
    {
        var owners = new ConcurrentDictionary<string, Lazy<Task<string>>>(StringComparer.Ordinal);
        var degree = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(set.Images, degree, async (image, token) =>
        {
            foreach (var blob in image.Blobs)
            {
                var owner = await owners.GetOrAdd(blob.Seed, _ => new(() => SendAsync(client, registry, image.Repository, blob, token))).Value;
                if (owner != image.Repository)
                {
                    using var mounted = await client.PostAsync(
                        new Uri(registry, $"/v2/{image.Repository}/blobs/uploads/?mount={blob.Digest}&from={owner}"), null, token);
                    mounted.EnsureSuccessStatusCode();
                }
            }

            await PutManifestAsync(client, registry, image.Repository, image.Manifest(), token);
        });
    }

    public static async Task PutManifestAsync(HttpClient client, Uri registry, string repository, byte[] manifest, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(manifest);
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.OciManifest);
        using var response = await client.PutAsync(new Uri(registry, $"/v2/{repository}/manifests/{BenchImage.Tag}"), content, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<string> SendAsync(HttpClient client, Uri registry, string repository, BenchBlob blob, CancellationToken cancellationToken)
    {
        var content = new BlobContent(new Descriptor("application/octet-stream", blob.Digest, blob.Size), blob.Bytes());
        await client.PushBlobAsync(registry, repository, content, cancellationToken);
        return repository;
    }
}
