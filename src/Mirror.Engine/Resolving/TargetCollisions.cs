using Mirror.Model.Locking;

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
                $"{string.Join(" and ", claim.Select(c => $"'{c.Image.Origin}'"))} are different images and would both become '{claim.Key}'. Give one of them a 'targetRepo' or 'targetTag'.");
        }

        diagnostics.ThrowIfErrors();
    }
}
