using System.Text;
using System.Text.Json;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Faults;

namespace Mirror.EndToEnd.Tests.Releases;

/// <summary>The update service and the signature store of test releases, over HTTP on loopback.</summary>
internal sealed class ReleaseUpstream : IAsyncDisposable
{
    private const string GraphPath = "/api/upgrades_info/v1/graph";
    private const string DataPath = "/api/upgrades_info/graph-data";
    private const string SignaturePath = "/signatures/release/";

    private readonly GpgSigner _signer;
    private readonly LoopbackServer _server;
    private bool _isDisposed;
    private readonly Lock _lock = new();
    private readonly List<ServerRequest> _requests = [];
    private readonly Dictionary<string, string> _graphs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _signatures = new(StringComparer.Ordinal);

    public ReleaseUpstream(GpgSigner signer)
    {
        _signer = signer;
        _server = new LoopbackServer((request, _) => Task.FromResult(Answer(request)));
        Endpoint = _server.Endpoint;
    }

    /// <summary>Host and port.</summary>
    public string Endpoint { get; }

    /// <summary>Asked first: another answer than the ordinary one, or null.</summary>
    public Func<ServerRequest, ServerAnswer?> Guard { get; set; } = _ => null;

    /// <summary>The archive of the graph data.</summary>
    public byte[] GraphData { get; set; } = DataOf("1.0.0");

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<ServerRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Graph data that differ in their version.</summary>
    public static byte[] DataOf(string version) => Layer.Gzip(new TarBuilder()
        .Folder("./").Folder("./channels/").File("./channels/stable-4.20.yaml", "name: stable-4.20\n").File("./version", $"{version}\n").ToArray()).Bytes.ToArray();

    /// <summary>Lets mirrors of the workspace ask here, and trust the signer.</summary>
    public void ApplyTo(MirrorWorkspace workspace)
    {
        workspace.Variables["UPDATE_URL_OVERRIDE"] = $"http://{Endpoint}{GraphPath}";
        workspace.Variables["OCP_SIGNATURE_URL"] = $"http://{Endpoint}{SignaturePath}";
        workspace.Variables["OCP_SIGNATURE_VERIFICATION_PK"] = _signer.PublicKeyFile;
    }

    /// <summary>Publishes a channel: releases in the order given, each updating to the next.</summary>
    public void Channel(string channel, string architecture, params TestRelease[] releases) =>
        Channel(channel, architecture, [.. Enumerable.Range(0, Math.Max(0, releases.Length - 1)).Select(i => (i, i + 1))], null, releases);

    /// <summary>As above, with edges of one's own and one conditional edge between the last two.</summary>
    public void Channel(string channel, string architecture, IReadOnlyList<(int From, int To)> edges, string? risk, params TestRelease[] releases) =>
        _graphs[$"{channel}/{architecture}"] = JsonSerializer.Serialize(new
        {
            nodes = releases.Select(r => new { version = r.Version, payload = r.Reference, metadata = new Dictionary<string, string> { ["url"] = $"https://errata.example.com/{r.Version}" } }),
            edges = edges.Select(e => new[] { e.From, e.To }),
            conditionalEdges = risk is null ? [] : new[]
            {
                new
                {
                    edges = new[] { new { from = releases[^2].Version, to = releases[^1].Version } },
                    risks = new[] { new { name = risk, url = $"https://risks.example.com/{risk}", message = "It may hurt." } },
                },
            },
        });

    /// <summary>Signs a release; <paramref name="digest"/> may be a wrong one.</summary>
    public async Task SignAsync(TestRelease release, Digest? digest = null)
    {
        var statement = $$$"""
            {"critical": {"image": {"docker-manifest-digest": "{{{digest ?? release.Payload.Digest}}}"}, "type": "atomic container signature", "identity": {"docker-reference": "quay.io/{{{TestRelease.PayloadRepository}}}:{{{release.Tag}}}"}}, "optional": {"creator": "test"}}
            """;
        _signatures[PathOf(release)] = await _signer.SignAsync(Encoding.UTF8.GetBytes(statement));
    }

    /// <summary>The signature of a release.</summary>
    public byte[] SignatureOf(TestRelease release) => _signatures[PathOf(release)];

    /// <summary>Ends the services; a test that wants them dead may call it early.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            await _server.DisposeAsync();
        }
    }

    private static string PathOf(TestRelease release) => $"{SignaturePath}sha256={release.Payload.Digest.Hex}/signature-1";

    private ServerAnswer Answer(ServerRequest request)
    {
        lock (_lock)
        {
            _requests.Add(request);
        }

        if (Guard(request) is { } other)
        {
            return other;
        }

        return request.Path switch
        {
            GraphPath => ServerAnswer.Json(
                200, _graphs.GetValueOrDefault($"{request.Parameter("channel")}/{request.Parameter("arch")}", """{"nodes": [], "edges": []}""")),
            DataPath => new ServerAnswer(200) { Headers = [("Content-Type", "application/x-gzip")], Body = GraphData },
            var path when _signatures.TryGetValue(path, out var signature) => new ServerAnswer(200) { Body = signature },
            _ => new ServerAnswer(404),
        };
    }
}
