using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Mirror.Model.Oci;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>All that a registry has and a client can find, read to the last byte: tags, the manifests below them, their blobs.</summary>
internal static class RegistryContent
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Lines <c>repository:tag DIGEST</c> and <c>repository DIGEST</c>; every digest is that of bytes that were read.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(DockerRegistryProcess registry)
    {
        using var client = new HttpClient { BaseAddress = registry.BaseUri };
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        var repositories = (await client.GetFromJsonAsync<JsonNode>("/v2/_catalog?n=1000", Token))!["repositories"]!.AsArray();
        foreach (var repository in repositories.Select(name => (string)name!))
        {
            var tags = (await client.GetFromJsonAsync<JsonNode>($"/v2/{repository}/tags/list", Token))!["tags"]?.AsArray() ?? [];
            foreach (var tag in tags.Select(name => (string)name!))
            {
                lines.Add($"{repository}:{tag} {await AddManifestAsync(client, repository, tag, lines)}");
            }
        }

        return [.. lines];
    }

    /// <summary>The files below an output folder, with <paramref name="endpoint"/> as <c>REGISTRY</c>.</summary>
    public static SortedDictionary<string, string> Resources(string folder, string endpoint) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder, file),
            file => File.ReadAllText(file).Replace(endpoint, "REGISTRY", StringComparison.Ordinal)),
        StringComparer.Ordinal);

    private static async Task<Digest> AddManifestAsync(HttpClient client, string repository, string reference, SortedSet<string> lines)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v2/{repository}/manifests/{reference}");
        request.Headers.TryAddWithoutValidation("Accept", [MediaTypes.OciManifest, MediaTypes.OciIndex, MediaTypes.DockerManifest, MediaTypes.DockerManifestList]);
        using var response = await client.SendAsync(request, Token);
        response.EnsureSuccessStatusCode();
        var bytes = await response.Content.ReadAsByteArrayAsync(Token);
        var digest = Digest.Of(bytes);
        if (!lines.Add($"{repository} {digest}"))
        {
            return digest;
        }

        var manifest = JsonNode.Parse(bytes)!;
        foreach (var child in manifest["manifests"]?.AsArray() ?? [])
        {
            var expected = (string)child!["digest"]!;
            Assert.Equal(expected, (await AddManifestAsync(client, repository, expected, lines)).ToString());
        }

        foreach (var blob in (manifest["layers"]?.AsArray() ?? []).Append(manifest["config"]).OfType<JsonNode>())
        {
            var expected = (string)blob["digest"]!;
            Assert.Equal(expected, Digest.Of(await client.GetByteArrayAsync($"/v2/{repository}/blobs/{expected}", Token)).ToString());
            lines.Add($"{repository} {expected}");
        }

        return digest;
    }
}
