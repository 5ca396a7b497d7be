using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Mirror.Engine.Resolving.Web;
using Mirror.Model.Diagnostics;

namespace Mirror.Engine.Tests.Resolving.Web;

public sealed class WebReaderTests
{
    private static readonly Uri Address = new("https://user:secret@updates.example.com:8443/graph?token=hidden");

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task Failure_that_passes_is_asked_again(HttpStatusCode status)
    {
        using var web = new FakeWeb().Then(() => FakeWeb.Answer("", status)).Then(() => FakeWeb.Answer("data"));

        var answer = await GetAsync(web);

        Assert.Equal((HttpStatusCode.OK, "data", 2), (answer.Status, Text(answer), web.Requests.Count));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task Failure_that_stays_is_asked_once(HttpStatusCode status)
    {
        using var web = new FakeWeb().Then(() => FakeWeb.Answer("", status));

        var answer = await GetAsync(web);

        Assert.Equal((status, 1), (answer.Status, web.Requests.Count));
    }

    [Fact]
    public async Task Last_answer_is_given_when_retries_are_used_up()
    {
        using var web = new FakeWeb().At("/graph", () => FakeWeb.Answer("", HttpStatusCode.InternalServerError));

        var answer = await GetAsync(web);

        Assert.Equal((HttpStatusCode.InternalServerError, 4), (answer.Status, web.Requests.Count));
    }

    [Fact]
    public async Task Retry_after_is_obeyed_within_reason()
    {
        using var web = new FakeWeb()
            .Then(() => Wait(TimeSpan.FromSeconds(7)))
            .Then(() => Wait(TimeSpan.FromDays(1)))
            .Then(() => FakeWeb.Answer("data"));

        await GetAsync(web);

        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromMinutes(1)], web.Time.Waits);
    }

    [Fact]
    public async Task Broken_connection_names_the_host_and_nothing_secret()
    {
        using var web = new FakeWeb().At("/graph", () => throw new HttpRequestException("Connection refused (updates.example.com:8443)"));

        var exception = await Assert.ThrowsAsync<MirrorException>(() => GetAsync(web));

        Assert.Equal(4, web.Requests.Count);
        Assert.Equal(MirrorErrors.WebUnreachable, exception.Diagnostics[0].Code);
        Assert.Contains("The test service at 'updates.example.com:8443'", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_that_never_answered_is_given_up_soon_and_one_that_did_is_not()
    {
        using var dead = new FakeWeb().At("/graph", Refuse);
        using var ailing = new FakeWeb().Then(() => FakeWeb.Answer("data")).Then(Refuse).Then(Refuse).Then(Refuse).Then(Refuse);
        var reader = ailing.Reader();
        await reader.GetAsync(Address, "the test service", "application/json", 1000, TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<MirrorException>(() => GetAsync(dead));
        await Assert.ThrowsAsync<MirrorException>(() => reader.GetAsync(Address, "the test service", "application/json", 1000, TestContext.Current.CancellationToken));

        Assert.Contains("Connection refused", exception.Message, StringComparison.Ordinal);
        Assert.Equal((3, 5), (dead.Requests.Count, ailing.Requests.Count));

        static HttpResponseMessage Refuse() =>
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused (updates.example.com:8443)", new SocketException((int)SocketError.ConnectionRefused));
    }

    [Fact]
    public async Task Gateway_in_place_of_a_host_that_has_never_answered_is_given_up_soon()
    {
        using var web = new FakeWeb().At("/graph", () => FakeWeb.Answer("", HttpStatusCode.BadGateway));

        var answer = await GetAsync(web);

        Assert.Equal((HttpStatusCode.BadGateway, 3), (answer.Status, web.Requests.Count));
    }

    [Fact]
    public async Task Proxy_that_refuses_to_connect_is_asked_once()
    {
        using var web = new FakeWeb().At("/graph", () => throw new HttpRequestException(HttpRequestError.ProxyTunnelError, "The proxy tunnel request failed with status code '407'."));

        var exception = await Assert.ThrowsAsync<MirrorException>(() => GetAsync(web));

        Assert.Contains("status code '407'", exception.Message, StringComparison.Ordinal);
        Assert.Single(web.Requests);
    }

    [Fact]
    public async Task Host_that_takes_requests_and_never_answers_is_asked_once()
    {
        using var web = new FakeWeb { IsSilent = true };

        var exception = await Assert.ThrowsAsync<MirrorException>(() => GetAsync(web));

        Assert.Contains("it takes connections and has not answered within 30 seconds", exception.Message, StringComparison.Ordinal);
        Assert.Single(web.Requests);
    }

    [Fact]
    public async Task Body_beyond_the_limit_is_refused()
    {
        using var web = new FakeWeb().Then(() => FakeWeb.Answer(new string('x', 1001)));

        var exception = await Assert.ThrowsAsync<MirrorException>(() => GetAsync(web));

        Assert.Equal(MirrorErrors.WebAnswerTooLarge, exception.Diagnostics[0].Code);
    }

    [Theory]
    [InlineData("<!DOCTYPE html>", "text/plain", true)]
    [InlineData("  \n<html>", "application/json", true)]
    [InlineData("{}", "text/html", true)]
    [InlineData("{}", "application/json", false)]
    [InlineData("", "application/json", false)]
    public async Task Page_for_people_is_recognised(string body, string mediaType, bool expected)
    {
        using var web = new FakeWeb().Then(() => FakeWeb.Answer(body, mediaType: mediaType));

        var answer = await GetAsync(web);

        Assert.Equal(expected, answer.IsHtml);
    }

    private static Task<WebAnswer> GetAsync(FakeWeb web) =>
        web.Reader().GetAsync(Address, "the test service", "application/json", 1000, TestContext.Current.CancellationToken);

    private static string Text(WebAnswer answer) => System.Text.Encoding.UTF8.GetString(answer.Body.Span);

    private static HttpResponseMessage Wait(TimeSpan delay)
    {
        var response = FakeWeb.Answer("", HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(delay);
        return response;
    }
}
