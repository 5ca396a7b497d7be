using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Mirror.Model.Oci;
using Mirror.Sandbox.Serving;

namespace Mirror.Testing.Processes;

/// <summary>
/// A real registry (the program <c>docker-registry</c>, CNCF distribution 2.8) on a loopback port of its own choice. Killed, and its folder deleted,
/// when disposed.
/// </summary>
public sealed partial class DockerRegistryProcess : IAsyncDisposable
{
    private const string Tool = "docker-registry";
    private const string MarkerPath = "/mirror-test-marker-";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private bool _isDisposed;
    private readonly TempFolder _folder = new();
    private readonly Process _process;
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<LoggedRequest> _requests = [];
    private readonly List<Awaited> _awaited = [];
    private readonly Dictionary<string, TaskCompletionSource> _markers = new(StringComparer.Ordinal);
    private readonly Queue<string> _lastWords = new();
    private int _lastMarker;

    private DockerRegistryProcess(string path, DockerRegistryOptions options, string accounts)
    {
        Scheme = options.Certificate is null ? "http" : "https";
        var start = new ProcessStartInfo(path, ["serve", _folder.WriteFile("config.yml", Configuration(options, accounts))])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("REGISTRY_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => ReadAccessLog(line.Data);
        _process.ErrorDataReceived += (_, line) => ReadLog(line.Data);
        _process.Exited += (_, _) => _port.TrySetException(new InvalidOperationException("The registry ended before it listened."));
    }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; }

    /// <summary>Host and port, as in an image reference.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>The address that paths like <c>/v2/</c> are relative to.</summary>
    public Uri BaseUri => new($"{Scheme}://{Endpoint}/");

    /// <summary>Starts a registry and returns when it listens; a missing program skips the test (<see cref="RequiredTools"/>).</summary>
    public static async Task<DockerRegistryProcess> StartAsync(DockerRegistryOptions? options, CancellationToken cancellationToken)
    {
        options ??= new DockerRegistryOptions();
        var path = RequiredTools.PathOf(Tool);
        var accounts = options.Account is { } account ? await HashAsync(account, cancellationToken) : "";
        var registry = new DockerRegistryProcess(path, options, accounts);
        try
        {
            await registry.ListenAsync(cancellationToken);
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a registry with plain HTTP, no accounts and deletion allowed.</summary>
    public static Task<DockerRegistryProcess> StartAsync(CancellationToken cancellationToken) => StartAsync(null, cancellationToken);

    /// <summary>Removes the bytes of a blob from the storage, as a broken disk does; the registry does not know.</summary>
    public void Lose(Digest blob) => File.Delete(_folder.Combine("storage", "docker", "registry", "v2", "blobs", blob.Algorithm, blob.Hex[..2], blob.Hex, "data"));

    /// <summary>
    /// Every request answered so far, in the order of the access log. The registry writes that log behind the client's back, so this waits for the line
    /// of a request of its own.
    /// </summary>
    public async Task<IReadOnlyList<LoggedRequest>> RequestsAsync(CancellationToken cancellationToken)
    {
        var marker = MarkerPath + Interlocked.Increment(ref _lastMarker).ToString(CultureInfo.InvariantCulture);
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_requests)
        {
            _markers.Add(marker, seen);
        }

        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri(BaseUri, marker), cancellationToken);
        await seen.Task.WaitAsync(StartLimit, cancellationToken);
        lock (_requests)
        {
            return [.. _requests];
        }
    }

    /// <summary>Forgets the requests so far, for a test that counts those of one step.</summary>
    public async Task ForgetRequestsAsync(CancellationToken cancellationToken)
    {
        await RequestsAsync(cancellationToken);
        lock (_requests)
        {
            _requests.Clear();
        }
    }

    /// <summary>Ends when the access log has so many requests more that match, from now on.</summary>
    public Task WaitForRequestsAsync(int count, Func<LoggedRequest, bool> matches, CancellationToken cancellationToken)
    {
        var awaited = new Awaited(count, matches);
        lock (_requests)
        {
            _awaited.Add(awaited);
        }

        return awaited.Reached.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Kills the registry; a test that wants a dead one may call it early.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }
        catch (InvalidOperationException) when (Endpoint.Length == 0)
        {
            // It never started.
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            var port = await _port.Task.WaitAsync(StartLimit, cancellationToken);
            Endpoint = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            lock (_requests)
            {
                throw new InvalidOperationException($"'{Tool}' does not listen: {e.Message}\n{string.Join('\n', _lastWords)}", e);
            }
        }
    }

    private static async Task<string> HashAsync((string UserName, string Password) account, CancellationToken cancellationToken)
    {
        var result = await ToolProcess.RunAsync("htpasswd", ["-Bbn", account.UserName, account.Password], cancellationToken);
        return result.EnsureSuccess().OutputText;
    }

    // Port 0 lets the system choose; the registry says in its log which port it got.
    private string Configuration(DockerRegistryOptions options, string accounts)
    {
        var text = $"""
            version: 0.1
            log:
              level: info
              formatter: json
            storage:
              filesystem:
                rootdirectory: {Quote(options.StorageFolder ?? _folder.Combine("storage"))}
              delete:
                enabled: {(options.AllowDelete ? "true" : "false")}
            validation:
              manifests:
                urls:
                  allow: ['^https://example\.com/']
            http:
              addr: 127.0.0.1:0

            """;
        if (options.Certificate is { } certificate)
        {
            text += $"""
                  tls:
                    certificate: {Quote(_folder.WriteFile("tls.crt", certificate.CertificatePem))}
                    key: {Quote(_folder.WriteFile("tls.key", certificate.KeyPem))}

                """;
            if (options.ClientAuthority is { } clientAuthority)
            {
                text += $"""
                        clientcas:
                          - {Quote(_folder.WriteFile("clients.crt", clientAuthority.AuthorityPem))}

                    """;
            }
        }

        if (accounts.Length > 0)
        {
            text += $"""
                auth:
                  htpasswd:
                    realm: test
                    path: {Quote(_folder.WriteFile("htpasswd", accounts))}

                """;
        }

        return text;
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private void ReadAccessLog(string? line)
    {
        if (line is null || AccessLogLine().Match(line) is not { Success: true } match)
        {
            return;
        }

        var target = match.Groups["target"].Value;
        lock (_requests)
        {
            if (_markers.Remove(target, out var marker))
            {
                marker.SetResult();
                return;
            }

            var question = target.IndexOf('?', StringComparison.Ordinal);
            var request = new LoggedRequest(
                match.Groups["method"].Value,
                question < 0 ? target : target[..question],
                question < 0 ? "" : target[question..],
                int.Parse(match.Groups["status"].ValueSpan, CultureInfo.InvariantCulture));
            _requests.Add(request);
            _awaited.RemoveAll(awaited => awaited.Sees(request));
        }
    }

    private void ReadLog(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (ListeningLine().Match(line) is { Success: true } match)
        {
            _port.TrySetResult(int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture));
        }

        lock (_requests)
        {
            _lastWords.Enqueue(line);
            if (_lastWords.Count > 20)
            {
                _lastWords.Dequeue();
            }
        }
    }

    private sealed class Awaited(int count, Func<LoggedRequest, bool> matches)
    {
        private int _left = count;

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whether this was the last one.</summary>
        public bool Sees(LoggedRequest request) => matches(request) && --_left == 0 && Reached.TrySetResult();
    }

    [GeneratedRegex("\"(?<method>[A-Z]+) (?<target>[^ \"]+) HTTP/[0-9.]+\" (?<status>[0-9]{3}) ", RegexOptions.ExplicitCapture)]
    private static partial Regex AccessLogLine();

    [GeneratedRegex("listening on 127\\.0\\.0\\.1:(?<port>[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ListeningLine();
}
