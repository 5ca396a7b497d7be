using System.Globalization;

namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>The last eight bytes of a key's fingerprint: how signatures name their key, and how people look it up. Not unique.</summary>
public readonly record struct OpenPgpKeyId(ulong Value)
{
    /// <summary>Sixteen upper-case hex digits, as gpg prints it.</summary>
    public override string ToString() => Value.ToString("X16", CultureInfo.InvariantCulture);
}
