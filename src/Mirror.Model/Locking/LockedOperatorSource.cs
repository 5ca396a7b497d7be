using Mirror.Model.Configuration;
using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>The answer to an entry of <c>operators</c>: a catalog, and what of it is mirrored.</summary>
public sealed record LockedOperatorSource : LockedSource
{
    /// <summary>The start of every key of this kind.</summary>
    public const string KeyPrefix = "operators/";

    /// <summary>The catalog as the entry names it.</summary>
    public required ImageReference Name { get; init; }

    /// <summary>What it is. Everything that is kept is in this one image, so that it can be filtered again.</summary>
    public required LockedImage Resolved { get; init; }

    /// <summary>What is published in its place; null when that is <see cref="Resolved"/> itself.</summary>
    public LockedCatalog? Derived { get; init; }

    /// <summary>Where the catalog goes, below the destination (SPEC 5.7). Derived too: a catalog without tag is called by the digest that it gets.</summary>
    public required TargetName Target { get; init; }

    /// <summary>The instances of catalog, bundles and related images that are brought; empty is all.</summary>
    public ValueList<Platform> Platforms { get; init; } = [];

    /// <summary>By name.</summary>
    public ValueList<LockedOperatorPackage> Packages { get; init; } = [];

    /// <summary>The digest that is published.</summary>
    public Digest CatalogDigest => Derived?.Digest ?? Resolved.Digest;

    /// <summary>Whether <c>blockedImages</c> leaves the catalog itself out, so that only the images of its bundles are mirrored.</summary>
    public bool IsCatalogBlocked => Blocked.Contains(Name.ToString()) || Blocked.Contains(Resolved.Image.WithDigest(CatalogDigest).ToString());

    /// <inheritdoc/>
    public override string RequestedFields
    {
        get
        {
            SourceInput.TryParse(Key, FieldsAfterName(Requested), out var catalog);
            var fields = (catalog?.Fields ?? []).ToList();
            foreach (var package in Packages.Where(package => package.Requested is not null))
            {
                fields.Add(new InputField(OperatorPackage.PathOf(package.Name), "true"));
                if (SourceInput.TryParse(package.Name, package.Requested!, out var input))
                {
                    fields.AddRange(input.Fields.Select(own => own with { Path = OperatorPackage.PathOf(package.Name, own.Path) }));
                }
            }

            return new SourceInput(Key, fields).Text;
        }
    }

    /// <summary>The target of an image that a bundle names: its own path, and its tag if it has one (SPEC 5.7).</summary>
    public static TargetName TargetOf(ImageReference origin, Digest digest) => new(origin.Repository, origin.Tag ?? TargetName.DigestTag(digest));

    /// <inheritdoc/>
    public override bool Answers(ISourceEntry entry) =>
        entry is OperatorCatalog catalog
        && InputHash == catalog.CatalogInput.Hash
        && Packages.Where(package => package.Requested is not null).Select(package => (package.Name, package.Requested))
            .SequenceEqual(catalog.Packages.OrderBy(package => package.Name, StringComparer.Ordinal).Select(package => (package.Name, (string?)package.Input.Text)));

    /// <inheritdoc/>
    public override IEnumerable<PlannedImage> Images()
    {
        var needed = new List<TargetName>();
        foreach (var package in Packages)
        {
            foreach (var bundle in package.Bundles)
            {
                var because = $"operator '{package.Name}', bundle '{bundle.Name}', catalog '{Name}'";
                var related = bundle.Related.SelectMany(image => Plan(ImageKind.OperatorRelated, image, because)).ToList();
                IReadOnlyList<PlannedImage> own = bundle.Image is null ? [] : Plan(ImageKind.OperatorBundle, bundle.Image, because);
                var requires = related.Select(image => image.Target).Distinct().ToList();
                foreach (var image in related.Concat(own.Select(image => image with { Requires = requires })))
                {
                    yield return image;
                }

                needed.AddRange(own.Count > 0 ? own.Select(image => image.Target) : requires);
            }
        }

        if (!IsCatalogBlocked)
        {
            var source = Resolved.Image.WithDigest(CatalogDigest);
            yield return new PlannedImage(ImageKind.OperatorCatalog, Name, source, Target, Derived?.Size ?? Resolved.Size)
            {
                // A rebuilt catalog lists the instances that are asked for and no others.
                Platforms = Derived is null ? Platforms : [],
                Because = Key,
                Requires = [.. needed.Distinct()],
                IsBuilt = Derived is not null,
            };
        }
    }

    private IReadOnlyList<PlannedImage> Plan(ImageKind kind, LockedRelatedImage image, string because) =>
    [
        .. image.Origins.Select(origin => new PlannedImage(kind, origin, image.Image.Image, TargetOf(origin, image.Image.Digest), image.Image.Size)
        {
            Platforms = Platforms,
            Because = because,
        }),
    ];
}
