using System.Diagnostics.CodeAnalysis;

namespace Mirror.Model.Locking;

/// <summary>Cosign's tag scheme: <c>sha256-&lt;hex&gt;.sig</c> beside an image is its signature (SPEC 8.2).</summary>
public static class ReferrerTag
{
    /// <summary>The ending of a signature.</summary>
    public const string Signature = ".sig";

    /// <summary>Every ending: signature, attestation, bill of materials.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".att", ".sbom", Signature];

    /// <summary>The tags that <paramref name="subject"/> may have, ordinally ordered; none if its algorithm makes them too long for tags.</summary>
    public static IReadOnlyList<string> Of(Digest subject) =>
        [.. Endings.Select(ending => $"{subject.Algorithm}-{subject.Hex}{ending}").Where(ReferenceRules.IsTag)];

    /// <summary>What a tag is about.</summary>
    public static bool TryParse(string tag, [NotNullWhen(true)] out Digest? subject)
    {
        subject = null;
        var ending = Endings.FirstOrDefault(ending => tag.EndsWith(ending, StringComparison.Ordinal));
        var dash = tag.IndexOf('-', StringComparison.Ordinal);
        if (ending is null || dash < 0 || !Digest.TryParse($"{tag[..dash]}:{tag[(dash + 1)..^ending.Length]}", out var digest))
        {
            return false;
        }

        subject = digest;
        return true;
    }
}
