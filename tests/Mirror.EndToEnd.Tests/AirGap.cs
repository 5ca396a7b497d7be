using System.Globalization;
using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>
/// Two sides that share nothing but what is carried: outside a registry and a mirror that packs, inside a registry and a folder that has never seen a configuration.
/// </summary>
internal sealed class AirGap : IAsyncDisposable
{
    private readonly HttpClient _client = new();

    private AirGap(DockerRegistryProcess source, DockerRegistryProcess destination)
    {
        (Source, Destination) = (source, destination);
        Outside.Redirect(("quay.io", source.Endpoint));
    }

    /// <summary>What is packed from.</summary>
    public DockerRegistryProcess Source { get; }

    /// <summary>What is published to.</summary>
    public DockerRegistryProcess Destination { get; }

    /// <summary>The side with the configuration.</summary>
    public MirrorWorkspace Outside { get; } = new();

    /// <summary>The other side.</summary>
    public MirrorWorkspace Inside { get; } = new();

    /// <summary>Goes to the end of every configuration.</summary>
    public string Storage { get; set; } = "";

    /// <summary>Where archives are carried to.</summary>
    public string Carried => Inside.Folder.Combine("usb");

    /// <summary>The destination, as options name it.</summary>
    public string Address => $"docker://{Destination.Endpoint}/ocp";

    public static async Task<AirGap> OpenAsync(CancellationToken cancellationToken) =>
        new(await DockerRegistryProcess.StartAsync(cancellationToken), await DockerRegistryProcess.StartAsync(cancellationToken));

    /// <summary>Puts an image into the source.</summary>
    public Task PushAsync(string repository, ImageContent image, CancellationToken cancellationToken) =>
        _client.PushImageAsync(Source.BaseUri, repository, "1", image, cancellationToken);

    /// <summary>Configures the images, locks, fetches and packs them; the files of this archive, segments and checksums.</summary>
    public async Task<IReadOnlyList<string>> PackAsync(CancellationToken cancellationToken, string? basePath = null, long? size = null, params string[] repositories)
    {
        Configure(Outside, repositories);
        var options = Outside.Options(null) with { ArchiveSize = size, Base = basePath is null ? null : new BaseFile(basePath) };
        using var engine = Outside.NewEngine(options);
        await engine.ResolveAsync(cancellationToken);
        await engine.LockAsync(cancellationToken);
        await engine.FetchAsync(cancellationToken);
        var before = Packed();
        await engine.PackAsync(cancellationToken);
        return [.. Packed().Except(before)];
    }

    /// <summary>Configures images inside, as far as the archives have them.</summary>
    public void ConfigureInside(params string[] repositories) => Configure(Inside, repositories);

    /// <summary>A copy of the lock as it is, to be a base later.</summary>
    public string KeepLock(string name)
    {
        var folder = Outside.Folder.Combine("locks", name);
        CopyLock(Outside.Folder.Combine("mirror"), folder);
        return Path.Combine(folder, LockFile.FileName);
    }

    /// <summary>Copies both files of a lock into a folder that may have to be made.</summary>
    public static void CopyLock(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in new[] { LockFile.FileName, ReferrersLockFile.FileName })
        {
            File.Copy(Path.Combine(from, file), Path.Combine(to, file));
        }
    }

    /// <summary>Carries files to the other side; their new paths.</summary>
    public IReadOnlyList<string> Carry(IEnumerable<string> files)
    {
        Directory.CreateDirectory(Carried);
        var carried = new List<string>();
        foreach (var file in files)
        {
            carried.Add(Path.Combine(Carried, Path.GetFileName(file)));
            File.Copy(file, carried[^1], overwrite: true);
        }

        return carried;
    }

    /// <summary>Options of a run inside.</summary>
    public MirrorOptions InsideOptions(IReadOnlyList<string>? from = null) => Inside.Options(Address) with { From = from ?? [Carried], IsConfigurationOptional = true };

    /// <summary>Runs the steps of Publish inside; the message of the one that moves content.</summary>
    public async Task<string> PublishAsync(CancellationToken cancellationToken, IReadOnlyList<string>? from = null) =>
        (await Inside.PublishAsync(InsideOptions(from), cancellationToken)).Single(step => step.Step == "Publish").Result.Message;

    /// <summary>Fails unless the destination has exactly this image, to the last byte.</summary>
    public async Task AssertThereAsync(string repository, ImageContent image, CancellationToken cancellationToken)
    {
        var manifest = await Skopeo.InspectRawAsync($"docker://{Destination.Endpoint}/ocp/{repository}:1", cancellationToken);
        Assert.Equal(image.Digest, Digest.Of(manifest.Span));
        foreach (var blob in image.AllBlobs())
        {
            var content = await _client.GetByteArrayAsync(new Uri(Destination.BaseUri, $"/v2/ocp/{repository}/blobs/{blob.Descriptor.Digest}"), cancellationToken);
            Assert.Equal(blob.Descriptor.Digest, Digest.Of(content));
        }
    }

    /// <summary>The requests with which the destination was changed.</summary>
    public async Task<int> WritesAsync(CancellationToken cancellationToken) =>
        (await Destination.RequestsAsync(cancellationToken)).Count(request => request.Method is "PUT" or "POST" or "PATCH" or "DELETE");

    /// <summary>Images with nothing in common, by repository.</summary>
    public async Task<IReadOnlyDictionary<string, ImageContent>> PushManyAsync(int count, int layerSize, CancellationToken cancellationToken)
    {
        var images = new Dictionary<string, ImageContent>();
        for (var i = 0; i < count; i++)
        {
            var repository = string.Create(CultureInfo.InvariantCulture, $"a/app{i}");
            images[repository] = ImageBuilder.Simple(repository, layerSize: layerSize);
            await PushAsync(repository, images[repository], cancellationToken);
        }

        return images;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        Outside.Dispose();
        Inside.Dispose();
        await Source.DisposeAsync();
        await Destination.DisposeAsync();
    }

    private void Configure(MirrorWorkspace workspace, string[] repositories)
    {
        workspace.Configure([.. repositories.Select(repository => $"name: quay.io/{repository}:1")]);
        File.AppendAllText(workspace.Folder.Combine("mirror", "imageset.yaml"), Storage);
    }

    private IReadOnlyList<string> Packed()
    {
        var folder = Outside.Folder.Combine("output", "archives");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)] : [];
    }
}
