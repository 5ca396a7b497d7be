using Mirror.Model.Planning;

namespace Mirror.Engine.Deleting;

/// <summary>How plans call kinds of images. oc-mirror's plans never have a catalog.</summary>
internal static class DeletionType
{
    public static string Of(ImageKind kind) => kind switch
    {
        ImageKind.ReleaseContent => "ocpReleaseContent",
        ImageKind.Release => "ocpRelease",
        ImageKind.Graph => "cincinnatiGraph",
        ImageKind.OperatorRelated => "operatorRelatedImage",
        ImageKind.OperatorBundle => "operatorBundle",
        ImageKind.OperatorCatalog => "operatorCatalog",
        ImageKind.Helm or ImageKind.HelmChart => "helmImage",
        _ => "generic",
    };

    /// <summary>The upstream name as oc-mirror writes it: with transport for what operators and charts bring.</summary>
    public static string NameOf(ImageKind kind, ImageReference origin) =>
        origin.Transport == Transport.Docker && kind is not (ImageKind.ReleaseContent or ImageKind.Additional) ? $"docker://{origin}" : origin.ToString();
}
