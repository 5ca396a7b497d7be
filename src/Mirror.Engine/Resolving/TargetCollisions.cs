using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Resolving;

/// <summary>
/// The source host is not part of a target's name (SPEC 8.2), so two images may claim one name; the later would silently replace the earlier.
/// </summary>
internal static class TargetCollisions
{
    /// <exception cref="MirrorException">MIR2011, one for each name.</exception>
    public static void Ensure(LockFile lockFile, ExpectedSources expected)
    {
        var spans = expected.Entries.ToDictionary(entry => entry.SourceKey, entry => entry.Span, StringComparer.Ordinal);
        var diagnostics = new DiagnosticBag();
        var claims = lockFile.Sources.Values
            .SelectMany(source => source.Images().Select(image => (source.Key, Image: image)))
            .GroupBy(claim => claim.Image.Target);
        foreach (var claim in claims.Where(claim => claim.Select(c => c.Image.Digest).Distinct().Count() > 1))
        {
            var second = claim.Last();
            diagnostics.Report(
                MirrorErrors.TargetCollision,
                spans.GetValueOrDefault(second.Key),
                Sentence(claim.Key, [.. claim]));
        }

        diagnostics.ThrowIfErrors();
    }

    private static string Sentence(TargetName target, IReadOnlyList<(string Key, PlannedImage Image)> claims)
    {
        var origins = claims.Select(claim => claim.Image.Origin).Distinct().ToList();
        if (origins is [var only])
        {
            var keys = claims.Select(claim => claim.Key).Distinct();
            return $"'{only}' is locked to different digests and can only be one '{target}'. Move all that bring it with {string.Join(" ", keys.Select(key => $"'--update {key}'"))}.";
        }

        var cure = claims.Any(claim => claim.Image.Kind == ImageKind.Additional) ? "Give one of them a 'targetRepo' or 'targetTag'" : "Leave one of them out with 'blockedImages'";
        return $"{string.Join(" and ", origins.Select(origin => $"'{origin}'"))} are different images and would both become '{target}'. {cure}.";
    }
}
