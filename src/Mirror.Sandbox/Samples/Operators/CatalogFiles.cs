using System.Text;
using System.Text.Json;
using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples.Operators;

/// <summary>Writes the sample catalog in its file-based form.</summary>
internal static class CatalogFiles
{
    private const string SplitPackage = "sample-gitops";

    /// <summary>The catalog below <paramref name="folder"/>, which ends with a slash.</summary>
    public static byte[] Write(string folder, IReadOnlyList<OperatorPackage> packages, IReadOnlyList<SampleBundle> bundles)
    {
        var tar = new TarBuilder().Folder(folder).File($"{folder}.indexignore", "README.md\n").File($"{folder}README.md", "No part of the catalog.\n");
        foreach (var package in packages)
        {
            var below = $"{folder}{package.Name}/";
            tar.Folder(below);
            var own = bundles.Where(bundle => bundle.Package == package.Name).ToList();
            if (package.Name == SplitPackage)
            {
                AddSplit(tar, below, package, own);
            }
            else
            {
                tar.File($"{below}catalog.json", string.Concat(Blobs(package, own)));
            }
        }

        return tar.ToArray();
    }

    private static void AddSplit(TarBuilder tar, string folder, OperatorPackage package, List<SampleBundle> bundles)
    {
        tar.File($"{folder}package.yaml", JsonYaml.Write(Package(package)))
            .File($"{folder}deprecations.yaml", JsonYaml.Write(Deprecations(package)))
            .File($"{folder}channels.yaml", string.Join("---\n", package.Channels.Select(channel => JsonYaml.Write(Channel(package, channel)))))
            .Folder($"{folder}bundles/");
        foreach (var bundle in bundles)
        {
            tar.File($"{folder}bundles/{bundle.Version}.yaml", JsonYaml.Write(Bundle(package, bundle)));
        }
    }

    private static IEnumerable<string> Blobs(OperatorPackage package, IEnumerable<SampleBundle> bundles)
    {
        byte[][] blobs =
        [
            Package(package),
            .. package.Channels.Select(channel => Channel(package, channel)),
            .. bundles.Select(bundle => Bundle(package, bundle)),
        ];
        return blobs.Select(Encoding.UTF8.GetString);
    }

    private static byte[] Package(OperatorPackage package) => SampleJson.Write(writer =>
    {
        writer.WriteString("schema", "olm.package");
        writer.WriteString("name", package.Name);
        writer.WriteString("defaultChannel", package.DefaultChannel);
        writer.WriteString("description", $"{package.DisplayName} stands for an operator.");
    });

    private static byte[] Channel(OperatorPackage package, OperatorChannel channel) => SampleJson.Write(writer =>
    {
        writer.WriteString("schema", "olm.channel");
        writer.WriteString("name", channel.Name);
        writer.WriteString("package", package.Name);
        writer.WriteStartArray("entries");
        foreach (var entry in channel.Entries)
        {
            WriteEntry(writer, package, entry);
        }

        writer.WriteEndArray();
    });

    private static void WriteEntry(Utf8JsonWriter writer, OperatorPackage package, OperatorEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("name", SampleBundle.NameOf(package.Name, entry.Version));
        if (entry.Replaces is not null)
        {
            writer.WriteString("replaces", SampleBundle.NameOf(package.Name, entry.Replaces));
        }

        if (entry.SkipRange is not null)
        {
            writer.WriteString("skipRange", entry.SkipRange);
        }

        if (entry.Skips.Count > 0)
        {
            writer.WriteStartArray("skips");
            foreach (var skipped in entry.Skips)
            {
                writer.WriteStringValue(SampleBundle.NameOf(package.Name, skipped));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static byte[] Deprecations(OperatorPackage package) => SampleJson.Write(writer =>
    {
        writer.WriteString("schema", "olm.deprecations");
        writer.WriteString("package", package.Name);
        writer.WriteStartArray("entries");
        foreach (var (schema, name, message) in package.Deprecations)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("reference");
            writer.WriteString("schema", schema);
            writer.WriteString("name", name);
            writer.WriteEndObject();
            writer.WriteString("message", message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static byte[] Bundle(OperatorPackage package, SampleBundle bundle) => SampleJson.Write(writer =>
    {
        writer.WriteString("schema", "olm.bundle");
        writer.WriteString("name", bundle.Name);
        writer.WriteString("package", package.Name);
        writer.WriteString("image", bundle.Reference);
        writer.WriteStartArray("properties");
        WriteProperty(writer, "olm.gvk", value => WriteApi(value, package));
        WriteProperty(writer, "olm.package", value =>
        {
            value.WriteString("packageName", package.Name);
            value.WriteString("version", bundle.Version);
        });
        var version = package.Versions.Single(known => known.Version == bundle.Version);
        if (version.RequiredPackage is var (required, range))
        {
            WriteProperty(writer, "olm.package.required", value =>
            {
                value.WriteString("packageName", required);
                value.WriteString("versionRange", range);
            });
        }

        if (version.RequiredApiOf is { } provider)
        {
            WriteProperty(writer, "olm.gvk.required", value => WriteApi(value, OperatorPackages.All.Single(known => known.Name == provider)));
        }

        WriteProperty(writer, "olm.csv.metadata", value =>
        {
            value.WriteString("displayName", package.DisplayName);
            value.WriteString("description", $"{package.DisplayName} stands for an operator.");
            value.WriteStartObject("provider");
            value.WriteString("name", "Mirror's sample upstream");
            value.WriteEndObject();
        });
        writer.WriteEndArray();
        writer.WriteStartArray("relatedImages");
        WriteImage(writer, "", bundle.Reference);
        foreach (var (name, image) in bundle.Related)
        {
            WriteImage(writer, name, image);
        }

        writer.WriteEndArray();
    });

    private static void WriteProperty(Utf8JsonWriter writer, string type, Action<Utf8JsonWriter> writeValue)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteStartObject("value");
        writeValue(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteApi(Utf8JsonWriter writer, OperatorPackage package)
    {
        writer.WriteString("group", package.Group);
        writer.WriteString("kind", package.Kind);
        writer.WriteString("version", "v1");
    }

    private static void WriteImage(Utf8JsonWriter writer, string name, string image)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("image", image);
        writer.WriteEndObject();
    }
}
