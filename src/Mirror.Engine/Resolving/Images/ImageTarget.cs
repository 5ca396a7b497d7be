using Mirror.Model.Configuration;
using Mirror.Model.Planning;

namespace Mirror.Engine.Resolving.Images;

/// <summary>The name of an additional image below the destination (SPEC 7.1).</summary>
internal static class ImageTarget
{
    /// <exception cref="MirrorException">MIR2013: the folder of a layout cannot be a repository path.</exception>
    public static TargetName Of(AdditionalImage entry)
    {
        var name = entry.Name;
        var repository = entry.TargetRepo ?? name.Repository.TrimStart('/').TrimEnd('/');
        if (!ReferenceRules.IsRepository(repository))
        {
            throw MirrorErrors.TargetInvalid.Exception(
                $"The folder of '{name}' cannot be a repository path at the destination. Give the entry a 'targetRepo'.",
                entry.SpanOf("name"));
        }

        var tag = entry.TargetTag
            ?? name.Tag
            ?? (name.Transport == Transport.OciLayout ? "latest" : TargetName.DigestTag(name.Digest!.Value));
        return new TargetName(repository, tag);
    }
}
