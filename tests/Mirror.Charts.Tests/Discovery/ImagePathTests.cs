using Mirror.Charts.Discovery;

namespace Mirror.Charts.Tests.Discovery;

/// <summary>What kubectl's JSONPath gives.</summary>
public sealed class ImagePathTests
{
    private const string Document = """
        {"kind":"List","items":[
          {"metadata":{"name":"one","annotations":{"example.com/image":"x:1"}},"spec":{"replicas":1,"image":"a:1","on":true}},
          {"metadata":{"name":"two"},"spec":{"replicas":3,"image":"b:2","on":false}},
          {"metadata":{"name":"three"},"spec":{"replicas":5,"image":"c:3"}}],
         "repo":"quay.io/x","tag":"v1"}
        """;

    [Theory]
    [InlineData("{.items[*].spec.image}", "a:1 b:2 c:3")]
    [InlineData("{.items[0].spec.image}", "a:1")]
    [InlineData("{.items[-1].spec.image}", "c:3")]
    [InlineData("{.items[1:].spec.image}", "b:2 c:3")]
    [InlineData("{.items[:2].spec.image}", "a:1 b:2")]
    [InlineData("{.items[0:3:2].spec.image}", "a:1 c:3")]
    [InlineData("{.items[0,2].spec.image}", "a:1 c:3")]
    [InlineData("{..image}", "a:1 b:2 c:3")]
    [InlineData("{$.items[1].spec.image}", "b:2")]
    [InlineData("{.items[?(@.spec.replicas>1)].spec.image}", "b:2 c:3")]
    [InlineData("{.items[?(@.metadata.name=='two')].spec.image}", "b:2")]
    [InlineData("{.items[?(@.metadata.name!=\"two\")].spec.image}", "a:1 c:3")]
    [InlineData("{.items[?(@.spec.on==true)].spec.image}", "a:1")]
    [InlineData("{.items[?(@.metadata.annotations)].spec.image}", "a:1")]
    [InlineData("{.items[*].metadata.annotations.example\\.com/image}", "x:1")]
    [InlineData("{.items[*].metadata.annotations['example.com/image']}", "x:1")]
    [InlineData("{.items[*]['spec','metadata'].image}", "a:1 b:2 c:3")]
    [InlineData("{.items[*].*.image}", "a:1 b:2 c:3")]
    [InlineData("{.repo}:{.tag}", "quay.io/x:v1")]
    [InlineData("{range .items[*]}{.spec.image}{\"\\n\"}{end}", "a:1 b:2 c:3")]
    [InlineData("{.missing[*].image}", "")]
    [InlineData("{.kind.image}", "")]
    [InlineData("{.items[9].spec.image}", "")]
    [InlineData("{kind}", "List")]
    public void Path_leads_to_what_kubectl_prints(string path, string expected)
    {
        var found = ImagePath.Parse(path).Find(Snippet.Data(Document));

        Assert.Equal(expected, string.Join(' ', found.Select(image => image.Text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".spec.image")]
    [InlineData("{.spec")]
    [InlineData("{.items[}")]
    [InlineData("{.items[?(@.a==)]}")]
    [InlineData("{range .items[*]}{.a}")]
    [InlineData("{end}")]
    [InlineData("{.a b}")]
    [InlineData("{.items['a}")]
    [InlineData("{.items[0:1:0]}")]
    [InlineData("{.}")]
    public void Text_that_is_no_path_is_refused_with_the_reason(string path)
    {
        var error = Assert.Throws<ChartException>(() => ImagePath.Parse(path));

        Assert.Equal(ChartFailure.ImagePath, error.Failure);
        Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
    }
}
