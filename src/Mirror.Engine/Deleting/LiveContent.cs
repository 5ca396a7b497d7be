using Mirror.Engine.Locking;
using Mirror.Engine.Planning;
using Mirror.Model.Planning;

namespace Mirror.Engine.Deleting;

/// <summary>What must stay at the destination: all that the live locks name, by repository and digest, and by tag.</summary>
internal sealed class LiveContent
{
    private readonly Dictionary<string, Dictionary<Digest, string>> _repositories = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Repository, string Tag), (Digest Digest, string Lock)> _tags = [];

    public LiveContent(IEnumerable<LockBase> locks, DestinationNames names)
    {
        foreach (var live in locks)
        {
            foreach (var image in PlannedImages.Of(live.Lock))
            {
                var target = names.Of(image.Target);
                if (!_repositories.TryGetValue(target.Repository, out var manifests))
                {
                    _repositories[target.Repository] = manifests = [];
                }

                manifests.TryAdd(image.Digest, $"{image.Because} in {Quoted(live.Name)} needs it");
                _tags.TryAdd((target.Repository, target.Tag), (image.Digest, live.Name));
            }
        }
    }

    /// <summary>A clause that says who needs the manifest; null when nobody does.</summary>
    public string? WhoNeeds(string repository, Digest digest) => _repositories.GetValueOrDefault(repository)?.GetValueOrDefault(digest);

    /// <summary>A clause that says which lock wants the tag for something else that is not there yet; null when none does.</summary>
    public string? WhoMoved(string repository, string tag) => _tags.TryGetValue((repository, tag), out var moved)
        ? $"{Quoted(moved.Lock)} has moved the tag on to '{moved.Digest}', which is not published yet; run Publish first"
        : null;

    /// <summary>Whether a live lock has a name of the target.</summary>
    public bool HasTag(TargetName target) => _tags.ContainsKey((target.Repository, target.Tag));

    /// <summary>The live manifests of a repository.</summary>
    public IReadOnlyCollection<Digest> In(string repository) => _repositories.TryGetValue(repository, out var manifests) ? manifests.Keys : [];

    private static string Quoted(string name) => name.Contains('\'', StringComparison.Ordinal) ? name : $"'{name}'";
}
