using Mirror.Engine.Planning;
using Mirror.Model.Planning;

namespace Mirror.Engine.Explaining;

/// <summary>What somebody calls an image: a reference, a digest or the start of one, a repository or the end of its path, a release component, or a name at the destination.</summary>
internal sealed class ImageQuery
{
    /// <summary>Digits of a digest that are taken for one.</summary>
    public const int MinDigits = 6;

    private const string DockerPrefix = "docker://";

    private readonly string _text;
    private readonly ImageReference? _reference;
    private readonly string _digits;

    public ImageQuery(string text)
    {
        _text = Bare(text);
        _reference = ImageReference.TryParse(text, out var reference, out _) ? reference : null;
        var colon = _text.IndexOf(':', StringComparison.Ordinal);
        var digits = _text.StartsWith("sha256:", StringComparison.Ordinal) || _text.StartsWith("sha512:", StringComparison.Ordinal) ? _text[(colon + 1)..] : _text;
        _digits = digits.Length >= MinDigits && digits.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f') ? digits : "";
    }

    /// <summary>
    /// Whether <paramref name="image"/> is meant; <paramref name="names"/> know its full name at the destination, <paramref name="steps"/> lead to it.
    /// </summary>
    public bool IsMeant(PlannedImage image, DestinationNames names, IReadOnlyList<string> steps) => IsMeant(image, names.Of(image.Target), names, steps);

    /// <summary>Whether this could be the start of a digest if it had more digits.</summary>
    public bool IsShortDigest => _text.StartsWith("sha", StringComparison.Ordinal) && _digits.Length == 0 && _text.Contains(':', StringComparison.Ordinal);

    private bool IsMeant(PlannedImage image, TargetName target, DestinationNames names, IReadOnlyList<string> steps) =>
        (_digits.Length > 0 && image.Digest.Hex.StartsWith(_digits, StringComparison.Ordinal))
        || _text == target.ToString()
        || _text == Bare(names.Describe(image.Target))
        || _text == image.Target.ToString()
        || image.Source == _reference
        || (image.Kind != ImageKind.Referrer && IsNamed(image, target, steps));

    private static string Bare(string name) => name.StartsWith(DockerPrefix, StringComparison.Ordinal) ? name[DockerPrefix.Length..] : name;

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
