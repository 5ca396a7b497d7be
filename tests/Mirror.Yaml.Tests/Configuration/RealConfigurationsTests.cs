using System.Globalization;
using System.Text;
using Mirror.Model.Configuration;
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

    /// <summary>
    /// <c>ok</c>, <c>translated</c> or <c>refused</c>, then every diagnostic. What is translated is also migrated, and the written file must be one of v2alpha1 that
    /// says the same.
    /// </summary>
    private static string Outcome(byte[] content, string name)
    {
        var diagnostics = new DiagnosticBag();
        var read = Read(content, name, diagnostics);
        var found = diagnostics.Select(d => $"{d.Code.Id}({d.Span?.Line},{d.Span?.Column})").ToList();
        return string.Join(' ', found.Prepend(read is null ? "refused" : Migrated(content, name, read)));
    }

    private static string Migrated(byte[] content, string name, ContentConfiguration read)
    {
        var migrated = ConfigurationMigration.Migrate(content, name, []);
        Assert.NotNull(migrated);
        if (!migrated.IsChanged)
        {
            return "ok";
        }

        var diagnostics = new DiagnosticBag();
        Assert.Equal(read, Read(Encoding.UTF8.GetBytes(migrated.Text), name, diagnostics));
        Assert.DoesNotContain(diagnostics, d => d.Code == MirrorErrors.ApiVersionNotCurrent || d.Code == MirrorErrors.LegacySetting);
        Assert.True(migrated.KeepsComments, name);
        return "translated";
    }

    private static ContentConfiguration? Read(byte[] content, string name, DiagnosticBag diagnostics) =>
        Encoding.UTF8.GetString(content).Contains("DeleteImageSetConfiguration", StringComparison.Ordinal)
            ? DeleteImageSetConfigurationReader.Read(content, name, diagnostics)
            : ImageSetConfigurationReader.Read(content, name, diagnostics);
}
