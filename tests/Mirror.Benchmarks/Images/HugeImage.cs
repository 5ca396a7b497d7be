using System.Security.Cryptography;
using System.Text;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;

namespace Mirror.Benchmarks.Images;

/// <summary>An image with one layer of nothing but zeros, put into the storage of a registry as a sparse file: it takes no room and no upload.</summary>
internal static class HugeImage
{
    public const string Repository = "bench/huge";

    public static async Task PlaceAsync(HttpClient client, Uri registry, string storageFolder, long size, CancellationToken cancellationToken)
    {
        var root = Path.Combine(storageFolder, "docker", "registry", "v2");
        var path = Path.Combine(storageFolder, "huge");
        Directory.CreateDirectory(storageFolder);
        Digest digest;
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            file.SetLength(size);
            digest = Digest.FromHash(HashAlgorithmName.SHA256, await SHA256.HashDataAsync(file, cancellationToken));
        }

        var folder = Path.Combine(root, "blobs", "sha256", digest.Hex[..2], digest.Hex);
        Directory.CreateDirectory(folder);
        File.Move(path, Path.Combine(folder, "data"));
        var link = Path.Combine(root, "repositories", Repository, "_layers", "sha256", digest.Hex);
        Directory.CreateDirectory(link);
        await File.WriteAllTextAsync(Path.Combine(link, "link"), digest.ToString(), cancellationToken);

        var config = Encoding.UTF8.GetBytes("""{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}""");
        var configDescriptor = new Descriptor("application/vnd.oci.image.config.v1+json", Digest.Of(config), config.Length);
        await client.PushBlobAsync(registry, Repository, new BlobContent(configDescriptor, config), cancellationToken);
        var manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{"mediaType":"{{configDescriptor.MediaType}}","digest":"{{configDescriptor.Digest}}","size":{{config.Length}}},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{digest}}","size":{{size}}}]}""");
        await BenchUpload.PutManifestAsync(client, registry, Repository, manifest, cancellationToken);
    }
}
