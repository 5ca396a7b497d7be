using Mirror.Model.Planning;

namespace Mirror.Engine.Explaining;

/// <summary>What somebody calls an image: a reference, a digest or the start of one, a repository or the end of its path, a release component, or a name at the destination.</summary>
internal sealed class ImageQuery
{
    private const int MinDigits = 6;

    private readonly string _text;
    private readonly ImageReference? _reference;
    private readonly string _digits;

    public ImageQuery(string text)
    {
        _text = text.StartsWith("docker://", StringComparison.Ordinal) ? text["docker://".Length..] : text;
        _reference = ImageReference.TryParse(text, out var reference, out _) ? reference : null;
        var colon = _text.IndexOf(':', StringComparison.Ordinal);
        var digits = _text.StartsWith("sha256:", StringComparison.Ordinal) || _text.StartsWith("sha512:", StringComparison.Ordinal) ? _text[(colon + 1)..] : _text;
        _digits = digits.Length >= MinDigits && digits.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f') ? digits : "";
    }

    /// <summary>
    /// Whether <paramref name="image"/> is meant; <paramref name="target"/> is its full name at the destination, <paramref name="steps"/> lead to it.
    /// </summary>
    public bool IsMeant(PlannedImage image, TargetName target, IReadOnlyList<string> steps) =>
        (_digits.Length > 0 && image.Digest.Hex.StartsWith(_digits, StringComparison.Ordinal))
        || _text == target.ToString()
        || _text == image.Target.ToString()
        || image.Source == _reference
        || (image.Kind != ImageKind.Referrer && IsNamed(image, target, steps));

    // Whoever names an image does not mean its signatures, which are in the same repository.
    private bool IsNamed(PlannedImage image, TargetName target, IReadOnlyList<string> steps) =>
        IsReference(image.Origin)
        || IsReference(image.Source)
        || _text == target.Repository
        || steps.Any(step => step == _text || step.EndsWith($" {_text}", StringComparison.Ordinal));

    private bool IsReference(ImageReference reference) =>
        reference == _reference
        || (_reference?.Digest is { } digest && reference.Digest == digest && reference.Name == _reference.Name)
        || reference.Name == _text
        || reference.Name.EndsWith($"/{_text}", StringComparison.Ordinal)
        || (reference.Tag is { } tag && $"{reference.Name}:{tag}".EndsWith($"/{_text}", StringComparison.Ordinal));
}
