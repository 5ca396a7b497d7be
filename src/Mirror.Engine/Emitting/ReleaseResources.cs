using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mirror.Yaml.Kubernetes;

namespace Mirror.Engine.Emitting;

/// <summary>
/// The resources that only releases need (SPEC 9.5, 9.6), without oc-mirror's annotations, which hold a time. Pure functions.
/// </summary>
internal static class ReleaseResources
{
    /// <summary>The file of <see cref="UpdateService"/>.</summary>
    public const string UpdateServiceFile = "updateService.yaml";

    /// <summary>The file of <see cref="SignatureYaml"/>.</summary>
    public const string SignatureYamlFile = "signature-configmap.yaml";

    /// <summary>The file of <see cref="SignatureJson"/>.</summary>
    public const string SignatureJsonFile = "signature-configmap.json";

    private const string ConfigMapName = "mirrored-release-signatures";
    private const string ConfigMapNamespace = "openshift-config-managed";
    private const string SignatureLabel = "release.openshift.io/verification-signatures";

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Tells the update service operator where the mirrored graph and releases are; both names without transport, the second without tag.</summary>
    public static string UpdateService(string graphDataImage, string releases) => KubernetesYaml.Write(new KubernetesMap()
        .Add("apiVersion", "updateservice.operator.openshift.io/v1")
        .Add("kind", "UpdateService")
        .Add("metadata", new KubernetesMap().Add("name", "update-service-oc-mirror").Add("namespace", "openshift-update-service"))
        .Add("spec", new KubernetesMap().Add("graphDataImage", graphDataImage).Add("releases", releases).Add("replicas", 2)));

    /// <summary>The ConfigMap that lets a cluster inside the gap verify releases; an empty text when there is no signature.</summary>
    public static string SignatureYaml(IEnumerable<KeyValuePair<Digest, ReadOnlyMemory<byte>>> signatures)
    {
        var data = Data(signatures);
        if (data.Count == 0)
        {
            return "";
        }

        var binaryData = new KubernetesMap();
        foreach (var (key, value) in data)
        {
            binaryData.Add(key, value);
        }

        return KubernetesYaml.Write(new KubernetesMap()
            .Add("apiVersion", "v1")
            .Add("binaryData", binaryData)
            .Add("kind", "ConfigMap")
            .Add("metadata", new KubernetesMap()
                .Add("labels", new KubernetesMap().Add(SignatureLabel, ""))
                .Add("name", ConfigMapName)
                .Add("namespace", ConfigMapNamespace)));
    }

    /// <summary>The same in JSON, on one line, members in the order of Kubernetes' own types; an empty text when there is no signature.</summary>
    public static string SignatureJson(IEnumerable<KeyValuePair<Digest, ReadOnlyMemory<byte>>> signatures)
    {
        var data = Data(signatures);
        if (data.Count == 0)
        {
            return "";
        }

        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Json))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", "ConfigMap");
            writer.WriteString("apiVersion", "v1");
            writer.WriteStartObject("metadata");
            writer.WriteString("name", ConfigMapName);
            writer.WriteString("namespace", ConfigMapNamespace);
            writer.WriteStartObject("labels");
            writer.WriteString(SignatureLabel, "");
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartObject("binaryData");
            foreach (var (key, value) in data)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    /// <summary>
    /// Base64 by key <c>sha256-DIGEST-N</c>. N counts the signatures of one digest; oc-mirror counts over the whole map, so that one release
    /// more renumbers others. Clusters take any number.
    /// </summary>
    private static SortedDictionary<string, string> Data(IEnumerable<KeyValuePair<Digest, ReadOnlyMemory<byte>>> signatures)
    {
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var release in signatures.GroupBy(signature => signature.Key, signature => Convert.ToBase64String(signature.Value.Span)))
        {
            var number = 1;
            foreach (var signature in release.Distinct(StringComparer.Ordinal))
            {
                data.Add(string.Create(CultureInfo.InvariantCulture, $"{release.Key.Algorithm}-{release.Key.Hex}-{number++}"), signature);
            }
        }

        return data;
    }
}
