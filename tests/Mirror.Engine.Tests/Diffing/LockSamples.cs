using System.Globalization;
using Mirror.Engine.Diffing;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Diffing;

/// <summary>Locks as a mirror has them, without anything behind them.</summary>
internal static class LockSamples
{
    private const long MiB = 1024 * 1024;

    /// <summary>A lock of these sources under the name that reports give it.</summary>
    public static LockSnapshot Snapshot(string name, params LockedSource[] sources) => new(name, LockFile.Empty.With(sources));

    /// <summary>An additional image; <paramref name="content"/> tells one digest from another.</summary>
    public static LockedImageSource Image(string name, string content = "", string? target = null, long mebibytes = 100)
    {
        var reference = ImageReference.Parse(name);
        var resolved = new LockedImage(reference.WithDigest(DigestOf(reference.Name, reference.Tag + content)), mebibytes * MiB);
        return new LockedImageSource
        {
            Key = target is null ? $"images/{name}" : $"images/{name} => {target}",
            InputHash = TestDigest.Of(name),
            Requested = name,
            Name = reference,
            Resolved = resolved,
            Target = TargetName.TryParse(target ?? $"{reference.Repository}:{reference.Tag ?? TargetName.DigestTag(resolved.Digest)}")!,
        };
    }

    /// <summary>The digest that samples give to a content.</summary>
    public static Digest DigestOf(string name, string content) => TestDigest.Of(string.Create(CultureInfo.InvariantCulture, $"{name} {content}"));
}
