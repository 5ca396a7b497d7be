namespace Mirror.Testing.Faults;

/// <summary>A request as it came in; its body is read on demand, so that a server can refuse to.</summary>
public sealed class ServerRequest
{
    private readonly Func<long, CancellationToken, Task<byte[]>> _readBody;
    private byte[]? _body;

    internal ServerRequest(
        string method, string target, IReadOnlyList<(string Name, string Value)> headers, long length, Func<long, CancellationToken, Task<byte[]>> readBody)
    {
        Method = method;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        Path = question < 0 ? target : target[..question];
        Query = question < 0 ? "" : target[question..];
        Headers = headers;
        Length = length;
        _readBody = readBody;
    }

    /// <summary>GET, HEAD, ...</summary>
    public string Method { get; }

    /// <summary>Without query, as sent.</summary>
    public string Path { get; }

    /// <summary>With its question mark; empty if there is none.</summary>
    public string Query { get; }

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; }

    /// <summary>Bytes of the body.</summary>
    public long Length { get; }

    /// <summary>Whether the body was read, in part or whole.</summary>
    public bool IsBodyRead { get; private set; }

    /// <summary>The first header of that name; empty if there is none.</summary>
    public string this[string name] => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    /// <summary>A parameter of the query, decoded; empty if there is none.</summary>
    public string Parameter(string name) => Query.TrimStart('?').Split('&')
        .Select(part => part.Split('=', 2))
        .Where(part => part.Length == 2 && part[0] == name)
        .Select(part => Uri.UnescapeDataString(part[1]))
        .FirstOrDefault("");

    /// <summary>The body, or its first <paramref name="limit"/> bytes.</summary>
    public async Task<byte[]> ReadBodyAsync(long limit, CancellationToken cancellationToken)
    {
        IsBodyRead = true;
        return _body ??= await _readBody(Math.Min(limit, Length), cancellationToken);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}{Query}";
}
