using System.Net.Sockets;

namespace Mirror.Oci.Registry.Transport;

/// <summary>Tells connections that never came about from those that broke.</summary>
public static class ConnectFault
{
    /// <summary>Whether nobody took the connection: refused, no route, name not known, or no answer to connecting.</summary>
    public static bool IsNobodyThere(Exception exception) => IsConnectTimeout(exception)
        || (exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
            && Innermost(exception) is SocketException
            {
                SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown
                    or SocketError.NetworkDown or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.TimedOut
                    or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery
            });

    /// <summary>Whether the time for connecting was up. The handler makes it look like a cancellation, with the reason inside.</summary>
    public static bool IsConnectTimeout(Exception exception) => exception is OperationCanceledException { InnerException: TimeoutException };

    /// <summary>The exception at the bottom, which says what happened without repeating addresses.</summary>
    internal static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
