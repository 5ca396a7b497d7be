using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Two real registries that the tests of a class share; each test has repositories of its own.</summary>
public sealed class CrashRegistries : IAsyncLifetime
{
    private const int ImageCount = 3;

    /// <summary>Where images are read from.</summary>
    public DockerRegistryProcess Source { get; private set; } = null!;

    /// <summary>Where they go.</summary>
    public DockerRegistryProcess Destination { get; private set; } = null!;

    /// <summary>Shared by all.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>The repositories of a set below <paramref name="name"/>, and what is in them under the tag <c>1</c>; no two share a layer.</summary>
    public static IEnumerable<(string Repository, ImageContent Image)> Images(string name) =>
        Enumerable.Range(0, ImageCount).Select(i => ($"{name}/app-{i}", ImageBuilder.Simple($"{name}/{i}", layerSize: 64 * 1024)));

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Source = await DockerRegistryProcess.StartAsync(TestContext.Current.CancellationToken);
        Destination = await DockerRegistryProcess.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Source.DisposeAsync();
        await Destination.DisposeAsync();
    }

    /// <summary>Puts a set into the source.</summary>
    public async Task PushAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var (repository, image) in Images(name))
        {
            await Client.PushImageAsync(Source.BaseUri, repository, "1", image, cancellationToken);
        }
    }

    /// <summary>What the destination holds under a digest.</summary>
    public async Task<byte[]> ReadManifestAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Destination.BaseUri, $"/v2/{repository}/manifests/{digest}"));
        request.Headers.Accept.ParseAdd(MediaTypes.OciManifest);
        using var response = await Client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>A mirror of a set.</summary>
    internal MirrorWorkspace NewWorkspace(string name)
    {
        var workspace = new MirrorWorkspace();
        workspace.Redirect(("quay.io", Source.Endpoint));
        workspace.Configure([.. Images(name).Select(entry => $"name: quay.io/{entry.Repository}:1")]);
        return workspace;
    }
}
