using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Yaml.Configuration;

namespace Mirror.Yaml.Tests.Configuration;

public sealed class DeleteImageListReaderTests
{
    [Fact]
    public void Plan_of_a_large_mirror_is_read()
    {
        // As many bytes as 200,000 names have, most of them in a comment, which is quick to read.
        var plan = new StringBuilder("apiVersion: mirror.openshift.io/v2alpha1\nkind: DeleteImageList\nitems:\n- imageReference: docker://registry.example.com/a/b:1\n");
        for (var line = 0; line < 40_000; line++)
        {
            plan.Append('#').Append('x', 1_023).Append('\n');
        }

        var diagnostics = new DiagnosticBag();
        var list = DeleteImageListReader.Read(Encoding.UTF8.GetBytes(plan.ToString()), "plan.yaml", diagnostics);

        Assert.Empty(diagnostics);
        Assert.Equal("docker://registry.example.com/a/b:1", Assert.Single(list!.Items).ImageReference);
    }
}
