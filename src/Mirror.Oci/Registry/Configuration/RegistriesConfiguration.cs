namespace Mirror.Oci.Registry.Configuration;

/// <summary>
/// The settings of <c>registries.conf</c> and its drop-ins together (containers-registries.conf(5)): where reads of a source really go.
/// Immutable. Aliases and search registries are validated and kept, but a <see cref="ImageReference"/> is always complete, so nothing asks for
/// them, as with the <c>docker://</c> references of skopeo.
/// </summary>
public sealed class RegistriesConfiguration
{
    private readonly IReadOnlyList<RegistryEntry> _registries;

    internal RegistriesConfiguration(IEnumerable<RegistriesFile> files)
    {
        var registries = new SortedDictionary<string, RegistryEntry>(StringComparer.Ordinal);
        var aliases = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var (prefix, entry) in file.Registries)
            {
                registries[prefix] = entry;
            }

            foreach (var (name, value) in file.Aliases)
            {
                aliases[name] = value;
                if (value.Length == 0)
                {
                    aliases.Remove(name);
                }
            }

            UnqualifiedSearchRegistries = file.UnqualifiedSearchRegistries ?? UnqualifiedSearchRegistries;
            CredentialHelpers = file.CredentialHelpers ?? CredentialHelpers;
            ShortNameMode = file.ShortNameMode ?? ShortNameMode;
        }

        _registries = [.. registries.Values];
        Aliases = aliases;
        if (CredentialHelpers.Count == 0)
        {
            CredentialHelpers = [AuthFilesHelper];
        }
    }

    /// <summary>The name that stands for the credential files among <see cref="CredentialHelpers"/>.</summary>
    public const string AuthFilesHelper = "containers-auth.json";

    /// <summary>A configuration that says nothing: every image is pulled from where its name says.</summary>
    public static RegistriesConfiguration Empty { get; } = new([]);

    /// <summary>Hosts for names without one.</summary>
    public IReadOnlyList<string> UnqualifiedSearchRegistries { get; } = [];

    /// <summary>Where credentials are looked for, in order: helpers by the end of their program's name, and <see cref="AuthFilesHelper"/>.</summary>
    public IReadOnlyList<string> CredentialHelpers { get; } = [];

    /// <summary>What to do with names without a registry.</summary>
    public ShortNameMode ShortNameMode { get; }

    /// <summary>Short names to full names.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; }

    /// <summary>
    /// Where to pull <paramref name="image"/> (of a registry, not of a layout) from: the mirrors that serve its kind of reference, then the location
    /// itself. A blocked registry with mirrors is pulled from the mirrors only.
    /// </summary>
    /// <exception cref="MirrorException">Every place is blocked, or a rewritten name is not one.</exception>
    public PullPlaces Resolve(ImageReference image)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(image.Transport, Model.Oci.Transport.Docker, nameof(image));
        var entry = Find(image.Name);
        if (entry is null)
        {
            return new PullPlaces([new PullPlace(At(image.Registry, image.Repository, image), false, false, "no registries.conf table covers it")], []);
        }

        var places = new List<PullPlace>();
        var blocked = new List<Diagnostic>();
        foreach (var mirror in entry.Mirrors.Where(mirror => mirror.Serves(image)))
        {
            Add(new PullPlace(Rewrite(image, entry, mirror.Location, mirror.Span), mirror.IsInsecure, true, $"mirror of '{entry.Prefix}', {mirror.Span}"), null);
        }

        var location = entry.Location.Length == 0 ? At(image.Registry, image.Repository, image) : Rewrite(image, entry, entry.Location, entry.Span);
        Add(new PullPlace(location, entry.IsInsecure, false, $"location of '{entry.Prefix}', {entry.Span}"), entry);
        return places.Count > 0 ? new PullPlaces(places, blocked) : throw new MirrorException(blocked);

        // The libraries ask only for the place itself, and so pull 'prefix' with 'blocked' from another 'location'; the manual page forbids it.
        void Add(PullPlace place, RegistryEntry? itself)
        {
            var guard = itself is { IsBlocked: true } ? itself : Find(place.Image.Name);
            if (guard is { IsBlocked: true })
            {
                blocked.Add(Blocked(guard, $"'{image}' must not be pulled from '{place.Image.Name}'"));
            }
            else
            {
                places.Add(place);
            }
        }
    }

    /// <summary>
    /// Where to read a file of a web server from: a table whose prefix covers <c>host[:port]/path</c> sends the read elsewhere, as it does with images. The
    /// containers libraries know nothing of files; an enclave has one place to say where its copies are.
    /// </summary>
    /// <param name="address">An http or https address.</param>
    /// <param name="isPinned">Whether the content is known by its digest, so that mirrors for digests alone may serve it.</param>
    /// <exception cref="MirrorException">Every place is blocked, or a rewritten address is not one.</exception>
    public IReadOnlyList<WebPlace> ResolveWeb(Uri address, bool isPinned)
    {
        var name = address.Authority + address.AbsolutePath;
        if (Find(name) is not { } entry)
        {
            return [new WebPlace(address, false)];
        }

        var places = entry.Mirrors
            .Where(mirror => mirror.PullFrom == PullFromMirror.All || mirror.PullFrom == (isPinned ? PullFromMirror.DigestOnly : PullFromMirror.TagOnly))
            .Select(mirror => new WebPlace(Rewrite(address, name, entry, mirror.Location, mirror.Span), mirror.IsInsecure))
            .Append(new WebPlace(entry.Location.Length == 0 ? address : Rewrite(address, name, entry, entry.Location, entry.Span), entry.IsInsecure))
            .ToList();
        var allowed = places.Where((place, i) => GuardOf(place, isItself: i == places.Count - 1) is not { IsBlocked: true }).ToList();
        return allowed.Count > 0 ? allowed : throw new MirrorException([Blocked(entry, $"'{name}' must not be read")]);

        RegistryEntry? GuardOf(WebPlace place, bool isItself) =>
            isItself && entry.IsBlocked ? entry : Find(place.Address.Authority + place.Address.AbsolutePath);
    }

    /// <summary>Whether pushing to <paramref name="name"/> (<c>host/path</c>) may use plain HTTP and unknown certificates. Mirrors and rewriting don't apply to pushes.</summary>
    public bool AllowsInsecure(string name) => Find(name) is { IsInsecure: true };

    /// <summary>Refuses to push to <paramref name="name"/> (<c>host/path</c>) if it is blocked.</summary>
    /// <exception cref="MirrorException">It is; the message names file and line.</exception>
    public void ThrowIfBlocked(string name)
    {
        if (Find(name) is { IsBlocked: true } entry)
        {
            throw new MirrorException([Blocked(entry, $"Nothing must be pushed to '{name}'")]);
        }
    }

    private static Diagnostic Blocked(RegistryEntry entry, string sentence) =>
        MirrorErrors.RegistryBlocked.Diagnostic($"{sentence}: the registries.conf table for '{entry.Prefix}' has 'blocked = true'.", entry.Span);

    private static ImageReference At(string registry, string repository, ImageReference image) =>
        ImageReference.Docker(registry, repository, image.Digest is null ? image.Tag : null, image.Digest);

    private static ImageReference Rewrite(ImageReference image, RegistryEntry entry, string location, SourceSpan span)
    {
        var name = location + image.Name[entry.Match(image.Name)!.Value..];
        if (!ImageReference.TryParseName(name, out var registry, out var repository, out var problem))
        {
            throw MirrorErrors.RegistriesRewrite.Exception($"'{image.Name}' becomes '{name}' by the prefix '{entry.Prefix}': {problem}.", span);
        }

        return name == $"{registry}/{repository}"
            ? At(registry, repository, image)
            : throw MirrorErrors.RegistriesRewrite.Exception(
                $"'{image.Name}' becomes '{name}' by the prefix '{entry.Prefix}', which is short for '{registry}/{repository}'; expected the full name in 'location'.",
                span);
    }

    private static Uri Rewrite(Uri address, string name, RegistryEntry entry, string location, SourceSpan span)
    {
        var rewritten = location + name[entry.Match(name)!.Value..];
        return Uri.TryCreate($"{address.Scheme}://{rewritten}{address.Query}", UriKind.Absolute, out var place)
            ? place
            : throw MirrorErrors.RegistriesRewrite.Exception($"'{name}' becomes '{rewritten}' by the prefix '{entry.Prefix}', which is not an address.", span);
    }

    /// <summary>The longest prefix wins.</summary>
    private RegistryEntry? Find(string name)
    {
        RegistryEntry? best = null;
        foreach (var entry in _registries)
        {
            if (entry.Prefix.Length > (best?.Prefix.Length ?? 0) && entry.Match(name) is not null)
            {
                best = entry;
            }
        }

        return best;
    }
}
