namespace Mirror.Engine.Deleting;

/// <summary>The manifests of one repository that will go. What turns out to be needed leaves it again, and with it what it needs.</summary>
/// <param name="repository">The whole path.</param>
/// <param name="content">What is there.</param>
/// <param name="live">What must stay.</param>
/// <param name="tags">The tags that may vanish.</param>
internal sealed class DoomedContent(string repository, RepositoryContent content, LiveContent live, IEnumerable<string> tags)
{
    private readonly HashSet<string> _tags = [.. tags];
    private readonly Dictionary<Digest, Digest> _digests = [];
    private readonly Dictionary<Digest, string> _kept = [];

    /// <summary>Each with the manifest that it goes with: itself, its index, or what it signs.</summary>
    public IReadOnlyList<(Digest Digest, Digest Origin)> Digests => [.. _digests.Select(pair => (pair.Key, pair.Value))];

    /// <summary>What was wanted and stays.</summary>
    public IReadOnlyList<(Digest Digest, string Reason)> Kept => [.. _kept.Where(pair => !Has(pair.Key)).Select(pair => (pair.Key, pair.Value))];

    public void Add(Digest digest) => Add(digest, digest);

    /// <summary>A signature goes with its subject unless somebody needs it.</summary>
    public void AddSignature(Digest signature, Digest subject, string? tag)
    {
        if (tag is not null)
        {
            _tags.Add(tag);
        }

        if (WhoNeeds(signature) is null && _digests.TryAdd(signature, _digests[subject]))
        {
            AddChildren(signature);
        }
    }

    /// <summary>Takes out what is needed, then adds the instances that only doomed indexes list.</summary>
    public void Settle()
    {
        RemoveNeeded();
        foreach (var (digest, _) in Digests)
        {
            AddChildren(digest);
        }
    }

    private void Add(Digest digest, Digest origin)
    {
        if (live.WhoNeeds(repository, digest) is { } reason)
        {
            _kept.TryAdd(digest, reason);
        }
        else
        {
            _digests.TryAdd(digest, origin);
        }
    }

    /// <summary>Whether the manifest will go.</summary>
    public bool Has(Digest digest) => _digests.ContainsKey(digest);

    /// <summary>Takes out what is needed, until nothing that goes is needed by what stays.</summary>
    public void RemoveNeeded()
    {
        bool changed;
        do
        {
            changed = false;
            foreach (var (digest, _) in Digests)
            {
                if (WhoNeeds(digest) is { } reason)
                {
                    changed |= _digests.Remove(digest);
                    _kept.TryAdd(digest, reason);
                }
            }
        }
        while (changed);
    }

    private void AddChildren(Digest index)
    {
        foreach (var child in content.ChildrenOf(index))
        {
            if (!_digests.ContainsKey(child) && WhoNeeds(child) is null)
            {
                _digests.Add(child, _digests[index]);
                AddChildren(child);
            }
        }
    }

    /// <summary>
    /// Whether an index only says what refers to a manifest that will go, as registries without the referrers API have it (distribution-spec, referrers tag schema).
    /// </summary>
    private bool IsListOfDoomed(Digest index)
    {
        var shown = content.TagsOf(index).ToList();
        return shown.Count > 0 && shown.TrueForAll(tag => SubjectOf(tag) is { } subject && subject != index && Has(subject));
    }

    private static Digest? SubjectOf(string tag) =>
        tag.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash && Digest.TryParse($"{tag[..dash]}:{tag[(dash + 1)..]}", out var subject) ? subject : null;

    /// <summary>A clause; null when nothing that stays needs the manifest.</summary>
    public string? WhoNeeds(Digest digest)
    {
        if (live.WhoNeeds(repository, digest) is { } needed)
        {
            return needed;
        }

        foreach (var tag in content.TagsOf(digest))
        {
            if (live.WhoMoved(repository, tag) is { } moved)
            {
                return moved;
            }

            if (!_tags.Contains(tag))
            {
                return $"the tag '{tag}' shows it too, and nobody says that it may go; name that tag too";
            }
        }

        foreach (var parent in content.ParentsOf(digest))
        {
            if (!Has(parent) && !IsListOfDoomed(parent))
            {
                var shown = content.TagsOf(parent).FirstOrDefault();
                return $"the index '{repository}{(shown is null ? $"@{parent}" : $":{shown}")}' lists it";
            }
        }

        return null;
    }
}
