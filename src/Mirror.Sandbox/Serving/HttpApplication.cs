using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mirror.Sandbox.Serving;

/// <summary>What Kestrel hands requests to: one function, and one line of the access log each.</summary>
internal sealed class HttpApplication(RequestDelegate handler, Action<LoggedRequest>? accessLog) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context)
    {
        if (accessLog is not null)
        {
            // Before the first byte of the answer leaves: a client that has its answer finds its request in the log.
            context.Response.OnStarting(() =>
            {
                var request = context.Request;
                accessLog(new LoggedRequest(request.Method, request.Path.Value ?? "", request.QueryString.Value ?? "", context.Response.StatusCode));
                return Task.CompletedTask;
            });
        }

        return handler(context);
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // Nothing was opened for the request as such.
    }
}
