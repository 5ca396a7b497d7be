using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Mirror.Benchmarks.Images;
using Mirror.Model.Oci;

namespace Mirror.Benchmarks.Workers;

/// <summary>
/// The yardstick: image after image on 8 connections, blobs that another image has brought are mounted, nothing is verified, retried or limited.
/// </summary>
internal sealed class BareCopy(HttpClient client, string source, string destination)
{
    private const int Connections = 8;

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _owners = new(StringComparer.Ordinal);

    public static async Task RunAsync(string source, string destination, IReadOnlyList<string> repositories, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseProxy = false };
        using var client = new HttpClient(handler);
        var copy = new BareCopy(client, $"http://{source}", $"http://{destination}");
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(repositories, degree, async (repository, token) => await copy.CopyAsync(repository, token));
    }

    private async Task CopyAsync(string repository, CancellationToken cancellationToken)
    {
        var path = $"/v2/{repository}/manifests/{BenchImage.Tag}";
        using var request = new HttpRequestMessage(HttpMethod.Get, source + path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypes.OciManifest));
        using var answer = await client.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var manifest = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        using var document = JsonDocument.Parse(manifest);
        var root = document.RootElement;
        foreach (var digest in root.GetProperty("layers").EnumerateArray().Prepend(root.GetProperty("config")).Select(d => d.GetProperty("digest").GetString()!))
        {
            var owner = await _owners.GetOrAdd(digest, _ => new(() => CopyBlobAsync(repository, digest, cancellationToken))).Value;
            if (owner != repository)
            {
                using var mounted = await client.PostAsync(
                    new Uri($"{destination}/v2/{repository}/blobs/uploads/?mount={digest}&from={owner}"), null, cancellationToken);
                mounted.EnsureSuccessStatusCode();
            }
        }

        using var content = new ByteArrayContent(manifest);
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.OciManifest);
        using var put = await client.PutAsync(new Uri(destination + path), content, cancellationToken);
        put.EnsureSuccessStatusCode();
    }

    private async Task<string> CopyBlobAsync(string repository, string digest, CancellationToken cancellationToken)
    {
        using var blob = await client.GetAsync(
            new Uri($"{source}/v2/{repository}/blobs/{digest}"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        blob.EnsureSuccessStatusCode();
        using var opened = await client.PostAsync(new Uri($"{destination}/v2/{repository}/blobs/uploads/"), null, cancellationToken);
        opened.EnsureSuccessStatusCode();
        await using var body = await blob.Content.ReadAsStreamAsync(cancellationToken);
        using var content = new StreamContent(body, 128 * 1024);
        content.Headers.ContentLength = blob.Content.Headers.ContentLength;
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var put = await client.PutAsync(new Uri($"{opened.Headers.Location}&digest={digest}"), content, cancellationToken);
        put.EnsureSuccessStatusCode();
        return repository;
    }
}
