using System.Globalization;
using System.Text;

namespace Mirror.Testing.Operators;

/// <summary>Writes blobs of file-based catalogs, as YAML documents, out of short words.</summary>
public static class FbcText
{
    /// <summary>The declaration of a package.</summary>
    public static string Package(string name, string defaultChannel) =>
        $"---\nschema: olm.package\nname: {name}\ndefaultChannel: {defaultChannel}\n";

    /// <summary>Entries as <c>VERSION [replaces VERSION] [skips VERSION...]</c>; bundles are called <c>PACKAGE.vVERSION</c>.</summary>
    public static string Channel(string package, string name, params string[] entries)
    {
        var text = new StringBuilder($"---\nschema: olm.channel\npackage: {package}\nname: {name}\nentries:{(entries.Length == 0 ? " []" : "")}\n");
        foreach (var words in entries.Select(entry => entry.Split(' ')))
        {
            text.Append(CultureInfo.InvariantCulture, $"- name: {package}.v{words[0]}\n");
            var replaces = Array.IndexOf(words, "replaces");
            if (replaces > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"  replaces: {package}.v{words[replaces + 1]}\n");
            }

            var skips = Array.IndexOf(words, "skips");
            if (skips > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"  skips: [{string.Join(", ", words[(skips + 1)..].Select(version => $"{package}.v{version}"))}]\n");
            }
        }

        return text.ToString();
    }

    /// <summary>A bundle with the images that it names beside its own, and properties in flow style.</summary>
    public static string Bundle(string package, string name, string version, string image, IEnumerable<string> related, params string[] properties)
    {
        var text = new StringBuilder($$"""
            ---
            schema: olm.bundle
            package: {{package}}
            name: {{package}}.v{{name}}
            image: {{image}}
            properties:
            - type: olm.package
              value: {packageName: {{package}}, version: "{{version}}"}

            """.ReplaceLineEndings("\n"));
        foreach (var property in properties)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {property}\n");
        }

        text.Append("relatedImages:\n");
        foreach (var (reference, index) in related.Prepend(image).Select((reference, index) => (reference, index)))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{name: \"{(index == 0 ? "" : $"image-{index}")}\", image: \"{reference}\"}}\n");
        }

        return text.ToString();
    }
}
