using System.Net.Http.Headers;
using System.Text.Json;

namespace Mirror.Sandbox.Tests.Registry;

/// <summary>Requests in one line each, so that tests read as the specification does.</summary>
internal static class HttpShorthand
{
    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client,
        string method,
        string path,
        byte[]? body = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(client.BaseAddress!, path));
        if (body is not null || headers.Any(header => header.Name is "Content-Type" or "Content-Range"))
        {
            request.Content = new ByteArrayContent(body ?? []);
        }

        foreach (var (name, value) in headers)
        {
            HttpHeaders target = name is "Content-Type" or "Content-Range" ? request.Content!.Headers : request.Headers;
            target.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<byte[]> BytesAsync(this HttpResponseMessage response) =>
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) => JsonDocument.Parse(await response.BytesAsync()).RootElement;

    /// <summary>Status and error code, or status alone where there is no error body.</summary>
    public static async Task<string> OutcomeAsync(this Task<HttpResponseMessage> pending)
    {
        using var response = await pending;
        var body = await response.BytesAsync();
        return (int)response.StatusCode < 400 || body.Length == 0
            ? $"{(int)response.StatusCode}"
            : $"{(int)response.StatusCode} {JsonDocument.Parse(body).RootElement.GetProperty("errors")[0].GetProperty("code").GetString()}";
    }

    public static string Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";
}
