using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Mirror.Oci.Store;
using Mirror.Sandbox.Serving;

namespace Mirror.Sandbox.Registry;

/// <summary>
/// A registry (distribution-spec 1.1, all four categories) whose storage is a folder. Plain HTTP without accounts. Its state is in files that are valid at
/// every moment, so it may be killed, and started again.
/// </summary>
public sealed class EmbeddedRegistry : IAsyncDisposable
{
    private readonly UploadSessions _sessions;
    private readonly RegistryHandler _handler;
    private readonly HttpServer _server;

    private EmbeddedRegistry(UploadSessions sessions, RegistryHandler handler, HttpServer server)
    {
        _sessions = sessions;
        _handler = handler;
        _server = server;
    }

    /// <summary>Address and port that it listens at.</summary>
    public IPEndPoint EndPoint => _server.EndPoint;

    /// <summary>Host and port, as in an image reference.</summary>
    public string Name => EndPoint.ToString();

    /// <summary>The address that paths like <c>/v2/</c> are relative to.</summary>
    public Uri BaseUri => new($"http://{Name}/");

    /// <summary>Uploads that are open.</summary>
    internal int OpenUploads => _sessions.Count;

    /// <summary>Starts to serve.</summary>
    /// <exception cref="MirrorException">MIR9101: the port is taken.</exception>
    public static async Task<EmbeddedRegistry> StartAsync(EmbeddedRegistryOptions options, CancellationToken cancellationToken)
    {
        var folder = new RegistryFolder(options.Folder);
        await new LayoutIndex(options.Folder).AddAsync([], cancellationToken).ConfigureAwait(false);
        folder.Blobs.RemoveAbandoned();
        var sessions = new UploadSessions(folder.Blobs, options.MaxUploads, options.UploadTimeout, options.Time);
        var handler = new RegistryHandler(folder, sessions, options);
        var server = await HttpServer.StartAsync(options.Listen, handler.AnswerAsync, options.AccessLog, cancellationToken).ConfigureAwait(false);
        return new EmbeddedRegistry(sessions, handler, server);
    }

    /// <summary>
    /// Makes an image whose content is in the folder already, as in a content store that was fetched into, one of <paramref name="repository"/>. Whole
    /// indexes only.
    /// </summary>
    /// <exception cref="MirrorException">MIR9102: part of the image is not in the folder; nothing is served of it then.</exception>
    public Task OfferAsync(string repository, string? tag, Digest digest, CancellationToken cancellationToken) =>
        _handler.OfferAsync(repository, tag, digest, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        _sessions.Dispose();
    }
}
