using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Mirror.Model.Oci;
using Mirror.Testing.Faults;

namespace Mirror.Testing.Charts;

/// <summary>A chart repository on loopback: an index and archives, as a web server has them.</summary>
public sealed class ChartRepositoryServer : IAsyncDisposable
{
    private const string Folder = "/stable";

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly List<string> _entries = [];
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly LoopbackServer _server;

    /// <summary>Listens at once and has no charts.</summary>
    public ChartRepositoryServer() => _server = new LoopbackServer((request, _) => Task.FromResult(Answer(request)));

    /// <summary>Host and port.</summary>
    public string Endpoint => _server.Endpoint;

    /// <summary>The address of the repository.</summary>
    public string Url => $"http://{Endpoint}{Folder}";

    /// <summary>Paths that were asked for.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>What <c>Authorization</c> must be; null to let everybody in.</summary>
    public string? Login { get; set; }

    /// <summary>Forgets the requests so far.</summary>
    public void ForgetRequests() => _requests.Clear();

    /// <summary>Adds a chart, with a relative address; the digest of the index may be told otherwise, and empty to leave it out.</summary>
    public byte[] Add(TestChart chart, string? digest = null, string? address = null, string type = "application")
    {
        var archive = chart.Pack();
        var name = $"{chart.Name}-{chart.Version}.tgz";
        lock (_files)
        {
            _files[$"{Folder}/{name}"] = archive;
            _entries.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{chart.Name}|  - name: {chart.Name}\n    version: {chart.Version}\n    type: {type}\n    digest: \"{digest ?? Digest.Of(archive).Hex}\"\n    urls: [\"{address ?? name}\"]\n"));
        }

        return archive;
    }

    /// <summary>Replaces the content of a file, or removes it.</summary>
    public void Set(string name, byte[]? content)
    {
        lock (_files)
        {
            _files.Remove($"{Folder}/{name}");
            if (content is not null)
            {
                _files[$"{Folder}/{name}"] = content;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private ServerAnswer Answer(ServerRequest request)
    {
        _requests.Enqueue(request.Path);
        if (Login is not null && request["Authorization"] != Login)
        {
            return new ServerAnswer(401).With("WWW-Authenticate", "Basic realm=\"charts\"");
        }

        lock (_files)
        {
            return _files.TryGetValue(request.Path, out var file) ? new ServerAnswer(200) { Body = file }
                : request.Path == $"{Folder}/index.yaml" ? new ServerAnswer(200) { Body = Encoding.UTF8.GetBytes(Index()) }
                : new ServerAnswer(404);
        }
    }

    private string Index()
    {
        var text = new StringBuilder("apiVersion: v1\nentries:\n");
        foreach (var chart in _entries.Select(entry => entry.Split('|', 2)).GroupBy(entry => entry[0], entry => entry[1], StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {chart.Key}:\n{string.Concat(chart)}");
        }

        return text.ToString();
    }
}
