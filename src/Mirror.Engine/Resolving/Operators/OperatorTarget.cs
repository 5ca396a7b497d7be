using Mirror.Model.Configuration;
using Mirror.Model.Planning;

namespace Mirror.Engine.Resolving.Operators;

/// <summary>The name of a catalog below the destination (SPEC 5.7).</summary>
internal static class OperatorTarget
{
    /// <param name="digest">Of the catalog that is published: what one without a tag is called by.</param>
    /// <exception cref="MirrorException">MIR2013: the folder of a layout cannot be a repository path.</exception>
    public static TargetName Of(OperatorCatalog entry, Digest digest)
    {
        var name = entry.Catalog;
        var isLayout = name.Transport == Transport.OciLayout;
        var repository = entry.TargetCatalog ?? (isLayout ? name.Repository.TrimEnd('/').Split('/')[^1] : name.Repository);
        if (!ReferenceRules.IsRepository(repository))
        {
            throw MirrorErrors.TargetInvalid.Exception(
                $"The folder of '{name}' cannot be a repository path at the destination. Give the entry a 'targetCatalog'.",
                entry.SpanOf("catalog"));
        }

        return new TargetName(repository, entry.TargetTag ?? name.Tag ?? (isLayout ? "latest" : TargetName.DigestTag(digest)));
    }
}
