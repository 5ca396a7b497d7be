using Mirror.Sandbox.Serving;

namespace Mirror.Sandbox.Registry;

/// <summary>How an <see cref="EmbeddedRegistry"/> is set up.</summary>
public sealed record EmbeddedRegistryOptions
{
    /// <summary>The folder of the content, which may be a content store; created if need be.</summary>
    public required string Folder { get; init; }

    /// <summary>Where it listens.</summary>
    public ListenOptions Listen { get; init; } = new();

    /// <summary>Whether clients may delete.</summary>
    public bool AllowDelete { get; init; } = true;

    /// <summary>Whether clients may push and delete.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Bytes that chunks but the last must have, announced as <c>OCI-Chunk-Min-Length</c>; 0 asks for nothing.</summary>
    public int MinChunkLength { get; init; }

    /// <summary>Uploads that may be open at a time; more are answered with 429.</summary>
    public int MaxUploads { get; init; } = 256;

    /// <summary>The time after which an upload that nobody goes on with may be dropped.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Hears of each request before its answer leaves; called concurrently.</summary>
    public Action<LoggedRequest>? AccessLog { get; init; }

    /// <summary>The clock for <see cref="UploadTimeout"/>; nothing else asks it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
