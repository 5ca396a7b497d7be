using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Registry;
using Mirror.Oci.Registry.Authentication;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry.Client;

/// <summary>A registry that can be told to fail, a client of it, and an image. Waits between retries take no time; time limits pass when told.</summary>
internal sealed class FaultFixture : IAsyncDisposable
{
    public const string Repository = "team/app";
    public const string Password = "pw-7f3a-swordfish";

    public static readonly TimeSpan Stall = TimeSpan.FromHours(1);
    public static readonly TimeSpan Answer = TimeSpan.FromHours(2);
    public static readonly TimeSpan Commit = TimeSpan.FromHours(3);

    private readonly List<RegistryClient> _clients = [];

    public FaultyRegistry Registry { get; } = new();

    public ManualTimeProvider Clock { get; } = new() { AutoAdvance = TimeSpan.FromMinutes(30) };

    public ImageContent Image { get; } = ImageBuilder.Simple("faults", layerSize: 200_000);

    public BlobContent Layer => Image.Blobs.MaxBy(blob => blob.Descriptor.Size)!;

    public FixedCredentials Credentials { get; } = new(RegistryCredential.Basic("mirror", Password));

    public RegistryClient Source => field ??= Connect(RegistrySide.Source);

    public RegistryClient Destination => field ??= Connect(RegistrySide.Destination);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public RegistryClientOptions Options => new()
    {
        TimeProvider = Clock,
        StallTimeout = Stall,
        AnswerTimeout = Answer,
        FirstAnswerTimeout = Answer,
        CommitTimeout = Commit,
        RetryDelay = TimeSpan.FromSeconds(1),
        Credentials = Credentials,
    };

    public RegistryClient Connect(RegistrySide side, RegistryClientOptions? options = null)
    {
        var client = new RegistryClient(new RegistryEndpoint(Registry.Endpoint, side, RegistryProtocol.Http), options ?? Options);
        _clients.Add(client);
        return client;
    }

    /// <summary>Puts the image where it is read from.</summary>
    public FaultFixture WithImage()
    {
        Registry.Content.Add(Repository, "v1", Image);
        return this;
    }

    public async Task<byte[]> ReadLayerAsync()
    {
        await using var stream = await Source.FindBlobAsync(Repository, Layer.Descriptor, Cancellation);
        using var bytes = new MemoryStream();
        await stream!.CopyToAsync(bytes, Cancellation);
        return bytes.ToArray();
    }

    public Task<ManifestContent?> ReadManifestAsync(string reference = "v1") => Source.FindManifestAsync(Repository, reference, Cancellation);

    public Task PushLayerAsync() => PushLayerAsync(Destination);

    public Task PushLayerAsync(RegistryClient client, string? mountFrom = null) => client.PushBlobAsync(
        Repository, Layer.Descriptor, mountFrom, _ => Task.FromResult<Stream>(new MemoryStream(Layer.Bytes.ToArray())), Cancellation);

    public byte[]? Stored => Registry.Content.FindBlob(Repository, Layer.Descriptor.Digest);

    public IReadOnlyList<string> Methods => [.. Registry.Requests.Select(request => request.Method)];

    /// <summary>Runs what must fail, and checks what every failure has: the code, the side, the registry's name, no secret.</summary>
    public async Task<string> FailsAsync(ErrorCode code, Func<Task> action, ExitCode exitCode = ExitCode.Source)
    {
        var failure = await Assert.ThrowsAsync<MirrorException>(action);
        Assert.Equal(code, failure.Diagnostics[0].Code);
        Assert.Equal(exitCode, failure.ExitCode);
        Assert.Contains(Registry.Endpoint, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, failure.ToString(), StringComparison.Ordinal);
        return failure.Diagnostics[0].Message;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Registry.DisposeAsync();
    }
}
