using System.Globalization;
using System.Net;

namespace Mirror.Oci.Registry.Transport;

/// <summary>Failures of one registry as sentences with the exit code of its side.</summary>
internal sealed class RegistryErrors(RegistryEndpoint endpoint)
{
    private ExitCode ExitCode => endpoint.Side == RegistrySide.Source ? ExitCode.Source : ExitCode.Destination;

    /// <summary>"Could not do this: that happened."</summary>
    public MirrorException Failed(ErrorCode code, string purpose, string happened, Exception? inner = null) =>
        new([code.Diagnostic($"Could not {purpose}: {happened}.")], inner) { ExitCode = ExitCode };

    /// <summary>For an answer that the caller has no use for. <paramref name="redact"/> removes secrets from what the registry wrote.</summary>
    /// <param name="proxy">The proxy that the answer came through, or may have come from; null without one.</param>
    public MirrorException Unexpected(RegistryRequest request, RegistryAnswer answer, Func<string, string> redact, Uri? proxy)
    {
        if (answer is { Fault: FaultKind.Refused, FaultException: MirrorException refusal })
        {
            return refusal;
        }

        if (answer.Fault != FaultKind.None)
        {
            var code = answer switch
            {
                { Fault: FaultKind.TokenServer } => MirrorErrors.RegistryServerError,
                { Fault: FaultKind.Timeout } or { FaultException: TimeoutException } => MirrorErrors.RegistryTimeout,
                _ => MirrorErrors.RegistryUnreachable,
            };
            return Failed(code, request.Purpose, redact(answer.FaultMessage), answer.FaultException);
        }

        if (answer.Status == HttpStatusCode.ProxyAuthenticationRequired)
        {
            return Failed(MirrorErrors.RegistryUnreachable, request.Purpose, ProxyWantsLogin(proxy));
        }

        var said = redact(ErrorBody.Summarise(answer.Body));
        var happened = $"{endpoint.Subject}{(proxy is null ? "" : $", asked through the proxy '{proxy.Authority}',")} answered {Describe(answer.Status)}{(said.Length == 0 ? "" : $" ({said})")}";
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized => Failed(MirrorErrors.RegistryUnauthorized, request.Purpose, happened),
            HttpStatusCode.Forbidden => Failed(
                MirrorErrors.RegistryForbidden, request.Purpose, $"{happened}; the login must be granted this right, or another login is needed"),
            HttpStatusCode.NotFound => Failed(MirrorErrors.RegistryNotFound, request.Purpose, happened),
            HttpStatusCode.TooManyRequests => Failed(
                MirrorErrors.RegistryRateLimited, request.Purpose, $"{happened}{DescribeWait(answer)}; run again later, or log in to be allowed more"),
            _ when proxy is not null && answer.IsFromGateway => Failed(
                MirrorErrors.RegistryUnreachable, request.Purpose, $"{happened}; so a proxy answers that cannot reach it"),
            >= HttpStatusCode.InternalServerError => Failed(
                MirrorErrors.RegistryServerError, request.Purpose, $"{happened}{DescribeWait(answer)}; try again later"),
            >= HttpStatusCode.BadRequest => Failed(MirrorErrors.RegistryRejected, request.Purpose, happened),
            _ => Failed(MirrorErrors.RegistryProtocol, request.Purpose, $"{happened}, which is no answer to this request"),
        };
    }

    /// <summary>A clause for 407.</summary>
    public static string ProxyWantsLogin(Uri? proxy)
    {
        var name = proxy is null ? "a proxy" : $"the proxy '{proxy.Authority}'";
        return $"{name} wants a login ({Describe(HttpStatusCode.ProxyAuthenticationRequired)}), and there is none for it or it does not take it; "
            + $"write it into the variable that names the proxy, as 'http://user:password@{proxy?.Authority ?? "host:port"}', with special characters as '%40'";
    }

    /// <summary>Number and name of a status.</summary>
    public static string Describe(HttpStatusCode status) =>
        Enum.IsDefined(status) ? $"{(int)status} {status}" : ((int)status).ToString(CultureInfo.InvariantCulture);

    private static string DescribeWait(RegistryAnswer answer) => answer.RetryAfter is { } wait
        ? $" and asks to wait {Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s"
        : "";
}
