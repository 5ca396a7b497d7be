namespace Mirror.Model.Configuration;

/// <summary>One thing that Resolve asks the sources about and that the lock answers: a block of the lock file (DESIGN 4).</summary>
public interface ISourceEntry
{
    /// <summary>The name of the block in the lock; unique within a configuration.</summary>
    string SourceKey { get; }

    /// <summary>What was asked for, in canonical form.</summary>
    SourceInput Input { get; }

    /// <summary>What is done about signatures of its images; null is the default of the engine.</summary>
    SignaturePolicy? Signatures { get; }

    /// <summary>Where the entry stands in its file.</summary>
    SourceSpan Span { get; }
}
