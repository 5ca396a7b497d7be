using System.Text.Json;

namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>Collects the blobs of a catalog as they come, and puts them in order in the end. Equal strings are held once.</summary>
internal sealed class CatalogAssembly(string name, BlobSpool spool, CatalogLimits limits)
{
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<(CatalogBlob Blob, string DefaultChannel)> _packages = [];
    private readonly List<CatalogChannel> _channels = [];
    private readonly List<CatalogBundle> _bundles = [];
    private readonly List<CatalogBlob> _others = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _files = new(StringComparer.Ordinal);
    private string _path = "";
    private int _file;
    private int _blobs;

    /// <summary>Whether a blob is kept; notes the names of packages on the way.</summary>
    /// <exception cref="MirrorException">There are too many packages.</exception>
    public bool IsWanted(BlobHead head, IReadOnlySet<string>? packages)
    {
        if (head.Schema == BlobHead.PackageSchema && _known.Add(head.Owner) && _known.Count > limits.MaxBlobs)
        {
            throw MirrorErrors.CatalogTooLarge.Exception($"The catalog '{name}' has more than {limits.MaxBlobs} packages.");
        }

        return packages is null || head.Owner.Length == 0 || packages.Contains(head.Owner);
    }

    /// <summary>What follows comes from the file at <paramref name="path"/>, in place of anything that came from it before.</summary>
    public void StartFile(string path)
    {
        _path = path;
        _files[path] = ++_file;
    }

    /// <exception cref="CatalogFormatException">The blob is not what its schema says.</exception>
    /// <exception cref="MirrorException">There is too much to keep.</exception>
    public void Add(RawBlob raw)
    {
        var blob = Keep(raw);
        using var document = JsonDocument.Parse(raw.Json, new JsonDocumentOptions { MaxDepth = limits.MaxDepth });
        try
        {
            Add(blob, document.RootElement);
        }
        catch (CatalogFormatException e)
        {
            throw new CatalogFormatException(e.Message, raw.Line, 1, e);
        }
    }

    /// <summary>Everything but the blobs of files that are ignored.</summary>
    public Catalog Build(IndexIgnore ignore)
    {
        var ignored = new Dictionary<string, bool>(StringComparer.Ordinal);
        var packages = new SortedDictionary<string, CatalogPackage>(StringComparer.Ordinal);
        foreach (var (blob, defaultChannel) in _packages.Where(package => IsKept(package.Blob)))
        {
            // A second declaration of a package has nowhere to go, and opm takes the last one too; the proof reports it.
            packages[blob.Package] = new CatalogPackage(blob.Package) { Blob = blob, DefaultChannel = defaultChannel };
        }

        foreach (var package in _channels.Select(channel => channel.Blob).Concat(_bundles.Select(bundle => bundle.Blob)).Concat(_others)
            .Where(blob => blob.Package.Length > 0 && IsKept(blob)).Select(blob => blob.Package).Distinct())
        {
            packages.TryAdd(package, new CatalogPackage(package));
        }

        var channels = _channels.Where(channel => IsKept(channel.Blob)).ToLookup(channel => channel.Package);
        var bundles = _bundles.Where(bundle => IsKept(bundle.Blob)).ToLookup(bundle => bundle.Package);
        var others = _others.Where(IsKept).ToLookup(blob => blob.Package);
        var contents = packages.Values.Select(package => package with
        {
            Channels = [.. channels[package.Name].OrderBy(channel => channel.Name, StringComparer.Ordinal).ThenBy(channel => channel.Blob, Order)],
            Bundles = [.. bundles[package.Name].OrderBy(bundle => bundle.Name, StringComparer.Ordinal).ThenBy(bundle => bundle.Blob, Order)],
            Deprecations = [.. others[package.Name].Where(blob => blob.Schema == BlobHead.DeprecationsSchema).Order(Order)],
            Others = [.. others[package.Name].Where(blob => blob.Schema != BlobHead.DeprecationsSchema).Order(Order)],
        });
        return new Catalog(name, spool, [.. contents], [.. others[""].Order(Order)], _known);

        bool IsKept(CatalogBlob blob)
        {
            if (!ignored.TryGetValue(blob.Origin.File, out var isIgnored))
            {
                ignored[blob.Origin.File] = isIgnored = ignore.Ignores(blob.Origin.File);
            }

            return !isIgnored && _files[blob.Origin.File] == blob.File;
        }
    }

    private static Comparer<CatalogBlob> Order { get; } = Comparer<CatalogBlob>.Create((left, right) =>
    {
        var schema = string.CompareOrdinal(left.Schema, right.Schema);
        var name = schema != 0 ? schema : string.CompareOrdinal(left.Name, right.Name);
        var file = name != 0 ? name : string.CompareOrdinal(left.Origin.File, right.Origin.File);
        return file != 0 ? file : left.Origin.Line.CompareTo(right.Origin.Line);
    });

    private void Add(CatalogBlob blob, JsonElement json)
    {
        switch (blob.Schema)
        {
            case BlobHead.PackageSchema:
                RequireName(blob);
                _packages.Add((blob, Share(BlobFacts.DefaultChannel(json))));
                break;
            case BlobHead.ChannelSchema:
                RequireName(blob);
                RequirePackage(blob);
                _channels.Add(new CatalogChannel(blob.Package, blob.Name, Share(BlobFacts.Entries(json)), blob));
                break;
            case BlobHead.BundleSchema:
                RequireName(blob);
                RequirePackage(blob);
                var (image, versionText, version) = BlobFacts.Bundle(json);
                _bundles.Add(new CatalogBundle(blob.Package, blob.Name, image, versionText, version, blob)
                {
                    Contradiction = BlobFacts.Contradiction(json, blob.Package),
                });
                break;
            case BlobHead.DeprecationsSchema:
                RequirePackage(blob);
                _others.Add(blob);
                break;
            default:
                _others.Add(blob);
                break;
        }
    }

    private CatalogBlob Keep(RawBlob raw)
    {
        if (++_blobs > limits.MaxBlobs)
        {
            throw MirrorErrors.CatalogTooLarge.Exception($"The catalog '{name}' has more than {limits.MaxBlobs} blobs.");
        }

        var handle = spool.Append(raw.Json.Span)
            ?? throw MirrorErrors.CatalogTooLarge.Exception($"What is selected from the catalog '{name}' has more than {limits.MaxKeptBytes} bytes.");
        return new CatalogBlob(Share(raw.Head.Schema), Share(raw.Head.Name), Share(raw.Head.Owner), SourceSpan.At(_path, raw.Line, 1), handle)
        {
            File = _file,
        };
    }

    private static void RequireName(CatalogBlob blob)
    {
        if (blob.Name.Length == 0)
        {
            throw new CatalogFormatException($"it is of the schema '{blob.Schema}' and has no 'name'");
        }
    }

    private static void RequirePackage(CatalogBlob blob)
    {
        if (blob.Package.Length == 0)
        {
            throw new CatalogFormatException($"it is of the schema '{blob.Schema}' and has no 'package'");
        }
    }

    private List<ChannelEntry> Share(List<ChannelEntry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            entries[i] = new ChannelEntry(Share(entries[i].Name), Share(entries[i].Replaces), [.. entries[i].Skips.Select(Share)]);
        }

        return entries;
    }

    private string Share(string text)
    {
        if (_texts.TryGetValue(text, out var shared))
        {
            return shared;
        }

        _texts.Add(text, text);
        return text;
    }
}
