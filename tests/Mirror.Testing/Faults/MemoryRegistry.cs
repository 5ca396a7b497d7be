using System.Globalization;
using System.Text.RegularExpressions;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;

namespace Mirror.Testing.Faults;

/// <summary>The least a registry must do (distribution-spec 1.1), in memory, over <see cref="LoopbackServer"/>.</summary>
public sealed partial class MemoryRegistry
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string MediaType, byte[] Bytes)> _manifests = [];
    private readonly Dictionary<string, byte[]> _blobs = [];
    private readonly Dictionary<string, MemoryStream> _uploads = [];
    private int _lastUpload;

    /// <summary>Whether it takes mounts (201) or always opens an upload (202).</summary>
    public bool Mounts { get; set; } = true;

    /// <summary>Value of <c>OCI-Chunk-Min-Length</c> on opened uploads; empty for none.</summary>
    public string ChunkMinimum { get; set; } = "";

    /// <summary>Puts a whole image into a repository.</summary>
    public void Add(string repository, string tag, ImageContent image)
    {
        foreach (var blob in image.AllBlobs())
        {
            AddBlob(repository, blob);
        }

        foreach (var manifest in image.AllManifests())
        {
            AddManifest(repository, manifest.Digest.ToString(), manifest.Descriptor.MediaType, manifest.Bytes.ToArray());
        }

        AddManifest(repository, tag, image.Manifest.Descriptor.MediaType, image.Manifest.Bytes.ToArray());
    }

    /// <summary>Puts a blob into a repository.</summary>
    public void AddBlob(string repository, BlobContent blob)
    {
        lock (_lock)
        {
            _blobs[$"{repository}@{blob.Descriptor.Digest}"] = blob.Bytes.ToArray();
        }
    }

    /// <summary>Puts any bytes under a tag or a digest, right or wrong.</summary>
    public void AddManifest(string repository, string reference, string mediaType, byte[] bytes)
    {
        lock (_lock)
        {
            _manifests[$"{repository}@{reference}"] = (mediaType, bytes);
        }
    }

    /// <summary>The bytes of a blob; null when the repository does not have it.</summary>
    public byte[]? FindBlob(string repository, Digest digest)
    {
        lock (_lock)
        {
            return _blobs.GetValueOrDefault($"{repository}@{digest}");
        }
    }

    /// <summary>The bytes of a manifest; null when the repository does not have it.</summary>
    public byte[]? FindManifest(string repository, string reference)
    {
        lock (_lock)
        {
            return _manifests.TryGetValue($"{repository}@{reference}", out var manifest) ? manifest.Bytes : null;
        }
    }

    /// <summary>Forgets the state of every upload that is open.</summary>
    public void ForgetUploads()
    {
        lock (_lock)
        {
            _uploads.Clear();
        }
    }

    /// <summary>What a well-behaved registry answers.</summary>
    public async Task<ServerAnswer> AnswerAsync(ServerRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadBodyAsync(long.MaxValue, cancellationToken);
        lock (_lock)
        {
            return request.Path == "/v2/" ? ServerAnswer.Json(200, "{}")
                : ManifestPath().Match(request.Path) is { Success: true } manifest
                    ? AnswerManifest(request, manifest.Groups["name"].Value, manifest.Groups["reference"].Value, body)
                : UploadPath().Match(request.Path) is { Success: true } upload
                    ? AnswerUpload(request, upload.Groups["name"].Value, upload.Groups["id"].Value, body)
                : BlobPath().Match(request.Path) is { Success: true } blob
                    ? AnswerBlob(request, blob.Groups["name"].Value, blob.Groups["digest"].Value)
                : TagsPath().Match(request.Path) is { Success: true } tags ? AnswerTags(tags.Groups["name"].Value)
                : new ServerAnswer(404);
        }
    }

    private ServerAnswer AnswerManifest(ServerRequest request, string name, string reference, byte[] body)
    {
        if (request.Method == "PUT")
        {
            var digest = Digest.Of(body).ToString();
            _manifests[$"{name}@{reference}"] = _manifests[$"{name}@{digest}"] = (request["Content-Type"], body);
            return new ServerAnswer(201).With("Location", $"/v2/{name}/manifests/{digest}").With("Docker-Content-Digest", digest);
        }

        if (request.Method == "DELETE")
        {
            return _manifests.Remove($"{name}@{reference}") ? new ServerAnswer(202) : ServerAnswer.Error(404, "MANIFEST_UNKNOWN", "manifest unknown");
        }

        return _manifests.TryGetValue($"{name}@{reference}", out var manifest)
            ? new ServerAnswer(200) { Body = manifest.Bytes }
                .With("Content-Type", manifest.MediaType).With("Docker-Content-Digest", Digest.Of(manifest.Bytes).ToString())
            : ServerAnswer.Error(404, "MANIFEST_UNKNOWN", "manifest unknown");
    }

    private ServerAnswer AnswerBlob(ServerRequest request, string name, string digest)
    {
        if (!_blobs.TryGetValue($"{name}@{digest}", out var bytes))
        {
            return ServerAnswer.Error(404, "BLOB_UNKNOWN", "blob unknown to registry");
        }

        var answer = new ServerAnswer(200) { Body = bytes }.With("Content-Type", "application/octet-stream").With("Docker-Content-Digest", digest);
        if (RangeHeader().Match(request["Range"]) is not { Success: true } range)
        {
            return answer;
        }

        var start = int.Parse(range.Groups["start"].ValueSpan, CultureInfo.InvariantCulture);
        return (answer with { Status = 206, Body = bytes.AsMemory(start) }).With("Content-Range", $"bytes {start}-{bytes.Length - 1}/{bytes.Length}");
    }

    private ServerAnswer AnswerUpload(ServerRequest request, string name, string id, byte[] body)
    {
        if (request.Method == "POST")
        {
            return Open(request, name);
        }

        if (!_uploads.TryGetValue(id, out var upload))
        {
            return ServerAnswer.Error(404, "BLOB_UPLOAD_UNKNOWN", "upload unknown");
        }

        if (request["Content-Range"] is { Length: > 0 } range && range.Split('-')[0] != upload.Length.ToString(CultureInfo.InvariantCulture))
        {
            return new ServerAnswer(416);
        }

        upload.Write(body);
        return request.Method == "PUT" ? Commit(name, id, request.Parameter("digest"), upload.ToArray())
            : Progress(request.Method == "GET" ? 204 : 202, name, id);
    }

    private ServerAnswer Open(ServerRequest request, string name)
    {
        var digest = request.Parameter("mount");
        if (digest.Length > 0 && Mounts && _blobs.TryGetValue($"{request.Parameter("from")}@{digest}", out var bytes))
        {
            _blobs[$"{name}@{digest}"] = bytes;
            return new ServerAnswer(201).With("Location", $"/v2/{name}/blobs/{digest}");
        }

        var id = (++_lastUpload).ToString(CultureInfo.InvariantCulture);
        _uploads.Add(id, new MemoryStream());
        return ChunkMinimum.Length == 0 ? Progress(202, name, id) : Progress(202, name, id).With("OCI-Chunk-Min-Length", ChunkMinimum);
    }

    private ServerAnswer Commit(string name, string id, string digest, byte[] bytes)
    {
        _uploads.Remove(id);
        if (Digest.Of(bytes).ToString() != digest)
        {
            return ServerAnswer.Error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }

        _blobs[$"{name}@{digest}"] = bytes;
        return new ServerAnswer(201).With("Location", $"/v2/{name}/blobs/{digest}").With("Docker-Content-Digest", digest);
    }

    private ServerAnswer Progress(int status, string name, string id) => new ServerAnswer(status)
        .With("Location", $"/v2/{name}/blobs/uploads/{id}?_state=s{id}%3D")
        .With("Range", $"0-{Math.Max(0, _uploads[id].Length - 1)}");

    private ServerAnswer AnswerTags(string name)
    {
        var tags = _manifests.Keys.Where(key => key.StartsWith($"{name}@", StringComparison.Ordinal)).Select(key => key[(name.Length + 1)..])
            .Where(ReferenceRules.IsTag).Order(StringComparer.Ordinal).Select(tag => $"\"{tag}\"");
        return ServerAnswer.Json(200, $$"""{"name":"{{name}}","tags":[{{string.Join(",", tags)}}]}""");
    }

    [GeneratedRegex("^/v2/(?<name>.+)/manifests/(?<reference>[^/]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ManifestPath();

    [GeneratedRegex("^/v2/(?<name>.+)/blobs/(?<digest>[^/]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex BlobPath();

    [GeneratedRegex("^/v2/(?<name>.+)/blobs/uploads/(?<id>[^/]*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex UploadPath();

    [GeneratedRegex("^/v2/(?<name>.+)/tags/list$", RegexOptions.ExplicitCapture)]
    private static partial Regex TagsPath();

    [GeneratedRegex("^bytes=(?<start>[0-9]+)-$", RegexOptions.ExplicitCapture)]
    private static partial Regex RangeHeader();
}
