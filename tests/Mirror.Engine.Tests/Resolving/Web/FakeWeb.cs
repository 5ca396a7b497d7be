using System.Net;
using System.Text;
using Mirror.Engine.Resolving.Web;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Web;

/// <summary>A web server in memory: answers by path or in a given order, and notes what it was asked.</summary>
internal sealed class FakeWeb : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _script = new();
    private readonly Dictionary<string, Func<HttpResponseMessage>> _pages = new(StringComparer.Ordinal);

    public InstantTimeProvider Time { get; } = new(TimeSpan.FromSeconds(90));

    public List<Uri> Requests { get; } = [];

    public List<string> Accepts { get; } = [];

    public static HttpResponseMessage Answer(string body, HttpStatusCode status = HttpStatusCode.OK, string mediaType = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

    public static HttpResponseMessage Answer(byte[] body) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };

    public FakeWeb Then(Func<HttpResponseMessage> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public FakeWeb At(string path, Func<HttpResponseMessage> answer)
    {
        _pages[path] = answer;
        return this;
    }

    /// <summary>Takes requests and never answers.</summary>
    public bool IsSilent { get; init; }

    // The clock lets short waits pass at once; the patience for a first answer is one of these only where nobody answers.
    public WebReader Reader(int retries = 3) => new(
        new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan },
        new WebReaderOptions { Retries = retries, FirstAnswerTimeout = IsSilent ? TimeSpan.FromSeconds(30) : TimeSpan.FromMinutes(2) },
        Time);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request.RequestUri!);
        Accepts.Add(request.Headers.Accept.ToString());
        var answer = _pages.TryGetValue(request.RequestUri!.AbsolutePath, out var page) ? page
            : _script.Count > 0 ? _script.Dequeue()
            : () => Answer("", HttpStatusCode.NotFound, "text/plain");
        return IsSilent ? await SilenceAsync(cancellationToken) : answer();
    }

    private static async Task<HttpResponseMessage> SilenceAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("Nobody waits for ever.");
    }
}
