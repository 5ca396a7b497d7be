using System.Text;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Yaml.Configuration;

namespace Mirror.Yaml.Tests.Configuration;

/// <summary>Reads configurations given as text, and shows what was found in a form that assertions are readable with.</summary>
internal static class Reading
{
    public const string Head = "apiVersion: mirror.openshift.io/v2alpha1\nkind: ImageSetConfiguration\n";

    public static ImageSetConfiguration Valid(string text)
    {
        var diagnostics = new DiagnosticBag();
        var configuration = ImageSetConfigurationReader.Read(text, "imageset.yaml", diagnostics);
        Assert.Empty(diagnostics);
        return Assert.IsType<ImageSetConfiguration>(configuration);
    }

    /// <summary>The diagnostics as <c>CODE(line,column) message</c>.</summary>
    public static IReadOnlyList<string> Problems(string text)
    {
        var diagnostics = new DiagnosticBag();
        var configuration = ImageSetConfigurationReader.Read(text, "imageset.yaml", diagnostics);
        return Show(diagnostics, configuration is null);
    }

    public static IReadOnlyList<string> Problems(byte[] bytes)
    {
        var diagnostics = new DiagnosticBag();
        var configuration = ImageSetConfigurationReader.Read(bytes, "imageset.yaml", diagnostics);
        return Show(diagnostics, configuration is null);
    }

    public static IReadOnlyList<string> ProblemsOfDelete(string text)
    {
        var diagnostics = new DiagnosticBag();
        var configuration = DeleteImageSetConfigurationReader.Read(text, "delete.yaml", diagnostics);
        return Show(diagnostics, configuration is null);
    }

    /// <summary>The one problem of text that stands under <c>mirror:</c> in line 4, indented by two.</summary>
    public static string ProblemOf(string content) => Assert.Single(Problems(Under(content)));

    public static string Under(string content)
    {
        var text = new StringBuilder(Head).Append("mirror:\n");
        foreach (var line in content.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            text.Append(line.Length == 0 ? "" : "  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Show(DiagnosticBag diagnostics, bool isRefused)
    {
        Assert.Equal(diagnostics.HasErrors, isRefused);
        Assert.All(diagnostics, d => Assert.EndsWith(d.Message[^1] == '?' ? "?" : ".", d.Message, StringComparison.Ordinal));
        return [.. diagnostics.Select(d => $"{d.Code.Id}({d.Span?.Line},{d.Span?.Column}) {d.Message}")];
    }
}
