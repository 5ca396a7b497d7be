using System.Text.Json;
using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>Typed access to an object of the lock file; what is wrong or left over is an error at its place.</summary>
internal sealed class LockNode(string name, LockJson json)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>A block of the lock; what all kinds have in common is read by the caller of the kind's own format.</summary>
    public static LockNode OfSource(string key, LockJson json)
    {
        var node = new LockNode(key, json);
        node._read.Add(LockedSource.BlockedMember);
        return node;
    }

    public string Name => name;

    public LockJson Json => json;

    public SourceSpan Span => json.Span;

    public bool Has(string member) => Object().ContainsKey(member);

    public LockNode Member(string member)
    {
        _read.Add(member);
        return Object().TryGetValue(member, out var value)
            ? new LockNode(member, value)
            : throw Invalid($"'{member}' is missing");
    }

    public IEnumerable<LockNode> Members() => Object().Select(pair => new LockNode(pair.Key, pair.Value));

    public IEnumerable<LockNode> Items() => json.Kind == JsonTokenType.StartArray
        ? json.Items.Select(item => new LockNode(name, item))
        : throw Invalid($"'{name}' is not a list");

    public string Text(string member) => Member(member).AsText();

    public long Integer(string member) => Member(member).AsInteger();

    public string AsText() => json.Kind == JsonTokenType.String ? json.Text : throw Invalid($"'{name}' is not a text");

    public long AsInteger() => json.Kind == JsonTokenType.Number && json.Number >= 0 ? json.Number : throw Invalid($"'{name}' is not a whole number of 0 or more");

    /// <summary>A text <c>os/architecture</c> or <c>os/architecture/variant</c>.</summary>
    public Platform AsPlatform()
    {
        var parts = AsText().Split('/');
        return parts.Length is 2 or 3
            ? new Platform(parts[0], parts[1], parts.Length == 3 ? parts[2] : "")
            : throw Invalid($"'{AsText()}' is not a platform like 'linux/amd64'");
    }

    public Digest Digest(string member)
    {
        var node = Member(member);
        return Oci.Digest.TryParse(node.AsText(), out var digest) ? digest : throw node.Invalid($"'{node.AsText()}' is not a digest");
    }

    /// <summary>A leaf <c>{"image": "host/path@sha256:…", "size": 1}</c>.</summary>
    public LockedImage Image(string member)
    {
        var node = Member(member);
        var image = node.Reference("image");
        var size = node.Integer("size");
        node.RefuseUnread();
        return new LockedImage(image, size);
    }

    /// <summary>A reference that has a digest and no tag: a tag would float.</summary>
    public ImageReference Reference(string member)
    {
        var node = Member(member);
        return node.AsReference(node.AsText());
    }

    /// <summary>The image reference that a text starts with which goes on with <c>, </c> and fields.</summary>
    public ImageReference AsRequestedImage()
    {
        var text = AsText();
        var comma = text.IndexOf(", ", StringComparison.Ordinal);
        return ImageReference.TryParse(comma < 0 ? text : text[..comma], out var image, out var problem)
            ? image
            : throw Invalid($"'{name}' does not start with an image reference: {problem}");
    }

    /// <summary>A text <c>repository:tag</c>.</summary>
    public TargetName AsTarget() => TargetName.TryParse(AsText()) ?? throw Invalid($"'{AsText()}' is not 'repository:tag'");

    /// <summary>The member <c>platforms</c>; empty when there is none.</summary>
    public IEnumerable<Platform> Platforms() => Has("platforms") ? Member("platforms").Items().Select(item => item.AsPlatform()) : [];

    /// <summary>The name of this member, where members are named by such references.</summary>
    public string AsReferenceName() => AsReference(name).ToString() == name ? name : throw Invalid($"'{name}' is not written as '{AsReference(name)}'");

    /// <summary>Such a reference, where members are named by its part before the digest.</summary>
    public string AsReferenceName(Digest digest)
    {
        var text = $"{name}@{digest}";
        return AsReference(text).ToString() == text ? text : throw Invalid($"'{name}' is not the name of a repository as a reference writes it");
    }

    /// <summary>The name of this member, where members are named by digests.</summary>
    public Digest AsDigestName() => Oci.Digest.TryParse(name, out var digest) ? digest : throw Invalid($"'{name}' is not a digest");

    public void RefuseUnread()
    {
        foreach (var (member, value) in Object())
        {
            if (!_read.Contains(member))
            {
                throw new LockNode(member, value).Invalid($"'{member}' is not known here");
            }
        }
    }

    public MirrorException Invalid(string problem) => MirrorErrors.LockUnreadable.Exception(
        $"The lock file cannot be used: {problem}. Restore it with 'git checkout', or resolve again with '--target Lock'.", json.Span);

    private ImageReference AsReference(string text)
    {
        if (!ImageReference.TryParse(text, out var reference, out var problem))
        {
            throw Invalid($"'{text}' is not an image reference: {problem}");
        }

        return reference is { Digest: not null, Tag: null }
            ? reference
            : throw MirrorErrors.LockFloats.Exception(
                $"The lock names '{reference}' by tag. Every reference in a lock is 'host/path@sha256:...', because a tag can move; run '--target Lock --refresh' to pin it.",
                Span);
    }

    private Dictionary<string, LockJson> Object() =>
        json.Kind == JsonTokenType.StartObject ? json.Members : throw Invalid(name.Length == 0 ? "it is not an object" : $"'{name}' is not an object");
}
