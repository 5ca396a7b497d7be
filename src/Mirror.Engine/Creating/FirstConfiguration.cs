using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mirror.Engine.Creating;

/// <summary>The text of a first <c>imageset.yaml</c>: what is asked for, and as comments what else could be.</summary>
internal static class FirstConfiguration
{
    public static string Write(string name, string folder, NewRequest request)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # What the mirror '{name}' holds. Beside it, 'mirror.lock.json' says which bytes that means today; commit both.
            #
            #   ./build.sh --target Check --config {folder}    is this file right?
            #   ./build.sh --target Lock --config {folder}     ask the sources, and write the lock
            #   ./build.sh --target Plan --config {folder}     how much is that?
            #   ./build.sh --target Publish --config {folder} --destination docker://registry.example.com/ocp
            kind: ImageSetConfiguration
            apiVersion: mirror.openshift.io/v2alpha1
            mirror:

            """);
        AppendPlatform(text, request);
        AppendOperators(text, request);
        AppendImages(text, request);
        text.Append("""

              # Helm charts, with the images that they name.
              # helm:
              #   repositories:
              #     - name: podinfo
              #       url: https://stefanprodan.github.io/podinfo
              #       charts:
              #         - name: podinfo
              #           version: 6.7.1

              # Images that are left out wherever they come from, as regular expressions.
              # blockedImages:
              #   - name: registry.redhat.io/rhel9/support-tools

            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendPlatform(StringBuilder text, NewRequest request)
    {
        text.Append("  # OpenShift releases. Without versions, the newest one of each channel.\n");
        var sign = request.Channels.Count == 0 ? "# " : "";
        text.Append(CultureInfo.InvariantCulture, $"  {sign}platform:\n  {sign}  channels:\n");
        foreach (var channel in request.Channels.DefaultIfEmpty("stable-4.20"))
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                  {sign}    - name: {Scalar(channel)}
                  {(sign.Length == 0 ? "# " : sign)}      minVersion: 4.20.8
                  {(sign.Length == 0 ? "# " : sign)}      maxVersion: 4.20.9
                  {(sign.Length == 0 ? "# " : sign)}      shortestPath: true    # only what an update from the one to the other needs

                """);
        }

        text.Append(CultureInfo.InvariantCulture, $"  {sign}  graph: true             # the update graph, for clusters that ask for their updates inside the gap\n");
    }

    private static void AppendOperators(StringBuilder text, NewRequest request)
    {
        text.Append("\n  # Operators. Without channels and versions, the head of each channel.\n");
        var sign = request.Catalogs.Count == 0 ? "# " : "";
        var catalogs = request.Catalogs.DefaultIfEmpty("registry.redhat.io/redhat/redhat-operator-index:v4.20").ToList();
        text.Append(CultureInfo.InvariantCulture, $"  {sign}operators:\n");
        foreach (var catalog in catalogs)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {sign}  - catalog: {Scalar(catalog)}\n");
            var isLast = catalog == catalogs[^1];
            if (isLast && (request.Packages.Count > 0 || sign.Length > 0))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {sign}    packages:\n");
                foreach (var package in request.Packages.DefaultIfEmpty("cluster-logging"))
                {
                    text.Append(CultureInfo.InvariantCulture, $"  {sign}      - name: {Scalar(package)}\n");
                }
            }
            else
            {
                text.Append("  #     packages:           # without packages, every operator of the catalog\n  #       - name: cluster-logging\n");
            }
        }
    }

    private static void AppendImages(StringBuilder text, NewRequest request)
    {
        text.Append("\n  # Further images, by tag or digest.\n");
        var sign = request.Images.Count == 0 ? "# " : "";
        text.Append(CultureInfo.InvariantCulture, $"  {sign}additionalImages:\n");
        foreach (var image in request.Images.DefaultIfEmpty("registry.redhat.io/ubi9/ubi:9.6"))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {sign}  - name: {Scalar(image)}\n");
        }
    }

    // Names are plain; what is none is quoted, so that it cannot become more than one value.
    private static string Scalar(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or ':' or '@') && text[^1] != ':'
            ? text
            : JsonSerializer.Serialize(text);
}
