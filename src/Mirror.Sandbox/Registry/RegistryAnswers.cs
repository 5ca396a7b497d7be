using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Registry;

/// <summary>The forms that answers have in common.</summary>
internal static class RegistryAnswers
{
    public const string DigestHeader = "Docker-Content-Digest";

    public static Task WriteErrorAsync(this HttpContext context, RegistryError error)
    {
        context.Response.StatusCode = error.Status;
        return context.WriteJsonAsync("application/json", writer =>
        {
            writer.WriteStartArray("errors");
            writer.WriteStartObject();
            writer.WriteString("code", error.Code);
            writer.WriteString("message", error.Message);
            writer.WriteEndObject();
            writer.WriteEndArray();
        });
    }

    public static Task WriteJsonAsync(this HttpContext context, string mediaType, Action<Utf8JsonWriter> write) =>
        context.WriteBytesAsync(mediaType, ManifestWriter.Write(write));

    /// <summary>Writes the body, or for HEAD only what the body would be.</summary>
    public static async Task WriteBytesAsync(this HttpContext context, string mediaType, ReadOnlyMemory<byte> bytes)
    {
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>An answer without a body.</summary>
    public static Task AnswerAsync(this HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status != StatusCodes.Status204NoContent)
        {
            context.Response.ContentLength = 0;
        }

        return Task.CompletedTask;
    }

    /// <summary>Answers 201 for content that is now at <paramref name="location"/>.</summary>
    public static Task AnswerCreatedAsync(this HttpContext context, string location, Digest digest)
    {
        context.Response.Headers.Location = location;
        context.Response.Headers[DigestHeader] = digest.ToString();
        return context.AnswerAsync(StatusCodes.Status201Created);
    }

    /// <summary>Sets the headers that name content by its digest; true if the client has it already (RFC 9110, 13.1.2) and 304 is the answer.</summary>
    public static bool IsUnchanged(this HttpContext context, Digest digest)
    {
        var tag = $"\"{digest}\"";
        context.Response.Headers[DigestHeader] = digest.ToString();
        context.Response.Headers.ETag = tag;
        var known = context.Request.Headers.IfNoneMatch.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries));
        if (!known.Any(value => value == "*" || value == tag || value == $"W/{tag}"))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>
    /// The entries after <c>last</c>, up to <c>n</c> of them, with a <c>Link</c> to the next ones; null, and 400 is the answer, if <c>n</c> is not a number.
    /// </summary>
    public static IReadOnlyList<string>? Page(this HttpContext context, IReadOnlyList<string> sorted, int limit)
    {
        var query = context.Request.Query;
        var count = limit;
        if (query.TryGetValue("n", out var text) && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count))
        {
            return null;
        }

        count = Math.Min(count, limit);
        var last = query["last"].ToString();
        List<string> rest = [.. sorted.SkipWhile(entry => last.Length > 0 && string.CompareOrdinal(entry, last) <= 0)];
        if (count == 0 || rest.Count <= count)
        {
            return count == 0 ? [] : rest;
        }

        var page = rest[..count];
        context.Response.Headers.Link = string.Create(
            CultureInfo.InvariantCulture, $"<{context.Request.Path}?n={count}&last={Uri.EscapeDataString(page[^1])}>; rel=\"next\"");
        return page;
    }
}
