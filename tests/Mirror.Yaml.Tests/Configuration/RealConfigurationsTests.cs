using System.Globalization;
using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Testing;
using Mirror.Yaml.Configuration;

namespace Mirror.Yaml.Tests.Configuration;

public sealed class RealConfigurationsTests
{
    [Fact]
    public void Every_real_configuration_is_accepted_or_refused_as_approved()
    {
        var folder = TestData.PathOf("imagesets");
        var table = new StringBuilder();

        foreach (var file in Directory.EnumerateFiles(folder, "*.y*ml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            table.Append(CultureInfo.InvariantCulture, $"{name}: {Outcome(File.ReadAllBytes(file), name)}\n");
        }

        Approval.Verify(table.ToString());
    }

    private static string Outcome(byte[] content, string name)
    {
        var diagnostics = new DiagnosticBag();
        var isDelete = Encoding.UTF8.GetString(content).Contains("DeleteImageSetConfiguration", StringComparison.Ordinal);
        var read = isDelete
            ? (object?)DeleteImageSetConfigurationReader.Read(content, name, diagnostics)
            : ImageSetConfigurationReader.Read(content, name, diagnostics);
        var found = diagnostics.Select(d => $"{d.Code.Id}({d.Span?.Line},{d.Span?.Column})");
        return string.Join(' ', found.Prepend(read is null ? "refused" : "ok"));
    }
}
