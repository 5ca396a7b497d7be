namespace Mirror.Testing.Processes;

/// <summary>How a program is run.</summary>
public sealed record ToolOptions
{
    /// <summary>The folder it runs in; the test's own unless told otherwise.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Variables to set; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>What it reads on its standard input.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>The time after which it is killed and the test fails.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);
}
