using System.Globalization;
using System.Text;
using Mirror.Model.Configuration;
using Mirror.Oci.Store;
using Mirror.Yaml.Configuration;
using Mirror.Yaml.Kubernetes;

namespace Mirror.Engine.Deleting;

/// <summary>
/// The plan on disk, in oc-mirror's format (SPEC 12.2) and with the digest of each name besides, so that what is executed is what was reviewed.
/// </summary>
internal sealed class DeletionPlanFile(MirrorOptions options, Destination destination)
{
    private const string DockerPrefix = "docker://";

    /// <summary>Where plans are written.</summary>
    public string DefaultPath => Path.Combine(options.OutputFolder, "delete", "delete-images.yaml");

    /// <summary>Replaces the plan at <see cref="DefaultPath"/>.</summary>
    /// <exception cref="MirrorException">MIR1002: it would be larger than <see cref="ReadAsync"/> takes.</exception>
    public Task WriteAsync(IEnumerable<Deletion> deletions, CancellationToken cancellationToken)
    {
        var list = new KubernetesMap()
            .Add("apiVersion", "mirror.openshift.io/v2alpha1")
            .Add("items", new KubernetesList(deletions.OrderBy(deletion => deletion.Name, StringComparer.Ordinal).Select(deletion => new KubernetesMap()
                .Add("digest", deletion.Digest is { } digest ? KubernetesNode.FromString(digest.ToString()) : null)
                .Add("imageName", deletion.ImageName)
                .Add("imageReference", Describe(deletion))
                .Add("type", deletion.Type))))
            .Add("kind", "DeleteImageList");
        var text = Encoding.UTF8.GetBytes(KubernetesYaml.Write(list));
        return text.Length <= DeleteImageListReader.MaxBytes
            ? AtomicFile.WriteAsync(DefaultPath, text, cancellationToken)
            : throw MirrorErrors.FileTooLarge.Exception(string.Create(
                CultureInfo.InvariantCulture,
                $"The plan would have {ByteSize.Format(text.Length)}, and Delete reads at most {ByteSize.Format(DeleteImageListReader.MaxBytes)}. Delete less at a time: name a part of it in a DeleteImageSetConfiguration."));
    }

    /// <summary>The plan at <paramref name="path"/>; every name in it is below the destination.</summary>
    /// <exception cref="MirrorException">MIR5101: there is none; MIR5102: it is for another place; MIR10xx: it is not one.</exception>
    public async Task<IReadOnlyList<Deletion>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var name = options.DisplayPath(path);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw MirrorErrors.DeletePlanMissing.Exception($"There is no plan '{name}'. Write one with '--target DeletePlan', review it, and name it with '--plan'.");
        }

        if (file.Length > DeleteImageListReader.MaxBytes)
        {
            throw MirrorErrors.FileTooLarge.Exception($"'{name}' has more than {DeleteImageListReader.MaxBytes} bytes.");
        }

        var diagnostics = new DiagnosticBag();
        var list = DeleteImageListReader.Read(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), name, diagnostics);
        var deletions = list?.Items.Select(entry => Read(entry, diagnostics)).OfType<Deletion>().ToList() ?? [];
        diagnostics.ThrowIfErrors();
        return deletions;
    }

    private string Describe(Deletion deletion) => destination switch
    {
        DestinationRegistry registry => $"{DockerPrefix}{registry.Registry}/{deletion.Name}",
        _ => $"{destination}:{deletion.Name}",
    };

    private Deletion? Read(DeleteImageEntry entry, DiagnosticBag diagnostics)
    {
        var text = entry.ImageReference;
        var root = destination is DestinationRegistry registry ? $"{DockerPrefix}{registry.Registry}/" : $"{destination}:";
        var ns = destination is DestinationRegistry { Namespace.Length: > 0 } below ? $"{below.Namespace}/" : "";
        if (!text.StartsWith(root + ns, StringComparison.Ordinal))
        {
            diagnostics.Report(
                MirrorErrors.DeletePlanForeign, entry.SpanOf("imageReference"), $"'{text}' is not below the destination '{destination}'. Give the destination that the plan was made for.");
            return null;
        }

        // A registry of the same form stands for the layout, so that one parser knows the rules.
        if (!ImageReference.TryParse($"{DockerPrefix}destination.invalid/{text[root.Length..]}", out var reference, out var problem))
        {
            diagnostics.Report(MirrorErrors.BadReference, entry.SpanOf("imageReference"), $"'{text}' is not an image reference: {problem}.");
            return null;
        }

        if (reference.Digest is { } named && entry.Digest is { } digest && named != digest)
        {
            diagnostics.Report(MirrorErrors.ContradictorySettings, entry.SpanOf("digest"), $"'digest' is not the one of 'imageReference'; keep the right one.");
            return null;
        }

        return new Deletion(reference.Repository, reference.Tag, reference.Digest ?? entry.Digest, entry.ImageName, entry.Type);
    }
}
