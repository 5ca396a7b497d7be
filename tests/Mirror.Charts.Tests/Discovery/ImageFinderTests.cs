using Mirror.Charts.Discovery;

namespace Mirror.Charts.Tests.Discovery;

public sealed class ImageFinderTests
{
    [Theory]
    [InlineData("kind: Pod\nspec: {containers: [{image: 'a:1'}]}", ".spec.containers[0].image")]
    [InlineData("kind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{image: 'a:1'}]}}}}}", ".spec.jobTemplate.spec.template.spec.containers[0].image")]
    [InlineData("kind: List\nitems: [{kind: Pod, spec: {initContainers: [{name: x}, {image: 'a:1'}]}}]", ".items[0].spec.initContainers[1].image")]
    [InlineData("kind: Pod\nspec: {ephemeralContainers: [{image: 'a:1'}]}", ".spec.ephemeralContainers[0].image")]
    [InlineData("kind: Rollout\napiVersion: argoproj.io/v1alpha1\nspec: {template: {spec: {containers: [{image: 'a:1'}]}}}", ".spec.template.spec.containers[0].image")]
    [InlineData("kind: Job\nmetadata: {annotations: {helm.sh/hook: test}}\nspec: {template: {spec: {containers: [{image: 'a:1'}]}}}", ".spec.template.spec.containers[0].image")]
    [InlineData("kind: Odd\nspec: {'a.b': {containers: [{image: 'a:1'}]}}", ".spec['a.b'].containers[0].image")]
    public void Image_of_whatever_looks_like_a_pod_is_found(string manifest, string path)
    {
        var rendered = new ChartFiles().Add("templates/a.yaml", "x: y\n---\n" + manifest).Render();

        Assert.Equal([new FoundImage("a:1", "demo/templates/a.yaml", 1, path, IsContainer: true)], ImageFinder.Find(rendered, []));
    }

    [Theory]
    [InlineData("kind: X\nspec: {containers: {properties: {image: {type: string}}}}")]
    [InlineData("kind: X\nspec: {containers: [{image: ''}, {image: 5}, text]}")]
    [InlineData("kind: X\nspec: {image: 'a:1'}")]
    public void What_only_resembles_a_pod_has_no_image(string manifest)
    {
        var rendered = new ChartFiles().Add("templates/a.yaml", manifest).Render();

        Assert.Empty(ImageFinder.Find(rendered, []));
    }

    [Fact]
    public void Image_in_a_definition_file_of_the_chart_is_found_with_its_file()
    {
        var inner = new ChartFiles("inner").Add("crds/c.yaml", "kind: Pod\nspec: {containers: [{image: 'a:1'}]}");
        var rendered = new ChartFiles().Add(inner).Render();

        Assert.Equal("demo/charts/inner/crds/c.yaml", ImageFinder.Find(rendered, [])[0].File);
    }

    [Fact]
    public void Notes_and_partials_are_no_documents()
    {
        var rendered = new ChartFiles()
            .Add("templates/NOTES.txt", "kind: Pod\nspec: {containers: [{image: 'notes:1'}]}")
            .Add("templates/_p.yaml", "kind: Pod\nspec: {containers: [{image: 'partial:1'}]}")
            .Render();

        Assert.Empty(rendered.Documents);
    }

    [Fact]
    public void Image_path_adds_what_is_not_a_container_image()
    {
        const string manifest = """
            kind: Deployment
            spec: {template: {spec: {containers: [{image: 'a:1', env: [{name: RELATED_IMAGE, value: 'b:2 c:3'}, {name: OTHER, value: 'd:4'}]}]}}}
            """;
        var rendered = new ChartFiles().Add("templates/a.yaml", manifest).Render();

        var found = ImageFinder.Find(rendered, [ImagePath.Parse("{.spec.template.spec.containers[*].env[?(@.name==\"RELATED_IMAGE\")].value}")]);

        Assert.Equal(["a:1", "b:2", "c:3"], found.Select(image => image.Image));
        Assert.Equal(".spec.template.spec.containers[0].env[0].value", found[1].Path);
    }
}
