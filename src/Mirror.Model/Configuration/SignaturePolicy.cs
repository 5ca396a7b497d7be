namespace Mirror.Model.Configuration;

/// <summary>Whether signatures and other referrers of a source's images are carried along.</summary>
public enum SignaturePolicy
{
    /// <summary><c>if-present</c>: taken where there are some.</summary>
    IfPresent,

    /// <summary><c>required</c>: an image without a signature is an error.</summary>
    Required,

    /// <summary><c>ignore</c>: not asked for.</summary>
    Ignore,
}
