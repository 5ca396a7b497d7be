using System.Text.Json.Nodes;
using Mirror.Engine;
using Mirror.Engine.Emitting;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Testing;
using static Mirror.EndToEnd.Tests.Operators.OperatorUpstream;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>CatalogSource and ClusterCatalog (SPEC 9.3, 9.4).</summary>
public sealed class OperatorResourcesTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private TestRegistry _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Derived => (string)JsonNode.Parse(_workspace.LockText)!["sources"]![$"operators/{CatalogName}:v1"]!["derived"]!["catalog"]!;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        var upstream = new OperatorUpstream(_source);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        await upstream.PushSharedAsync();
        await upstream.PushOperatorAsync("foo", "0.1.0");
        await upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        await upstream.PushCatalogAsync("v1.2.3.4.5.6-a", Operator("foo", "0.1.0"));
        await upstream.PushCatalogAsync("v1.2.3.4.5.6-b", Operator("foo", "0.1.0"));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task<StepResult> EmitAsync(CatalogReference reference = CatalogReference.Digest, int maxNestedPaths = 0)
    {
        await _workspace.LockAsync(Token);
        using var engine = _workspace.NewEngine(_workspace.Options("docker://registry.example.com/ocp") with { CatalogReference = reference, MaxNestedPaths = maxNestedPaths });
        return await engine.EmitResourcesAsync(Token);
    }

    private void Configure(string rest = "") => _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n{rest}");

    [Fact]
    public async Task Catalog_is_named_by_its_digest_in_both_kinds_of_resources()
    {
        Configure();

        await EmitAsync();

        Assert.Equal(
            $"""
            ---
            apiVersion: operators.coreos.com/v1alpha1
            kind: CatalogSource
            metadata:
              name: cs-index-v1
              namespace: openshift-marketplace
            spec:
              image: registry.example.com/ocp/catalogs/index@{Derived}
              sourceType: grpc

            """.ReplaceLineEndings("\n"),
            _workspace.Output("cluster-resources", "cs-index-v1.yaml"));
        Assert.Equal(
            $"""
            ---
            apiVersion: olm.operatorframework.io/v1
            kind: ClusterCatalog
            metadata:
              name: cc-index-v1
            spec:
              priority: 0
              source:
                image:
                  ref: registry.example.com/ocp/catalogs/index@{Derived}
                type: Image

            """.ReplaceLineEndings("\n"),
            _workspace.Output("cluster-resources", "cc-index-v1.yaml"));
        Assert.Contains("source: quay.io/foo", _workspace.Output("cluster-resources", "idms-oc-mirror.yaml"), StringComparison.Ordinal);
        Assert.Contains("name: idms-operator-0", _workspace.Output("cluster-resources", "idms-oc-mirror.yaml"), StringComparison.Ordinal);
        Assert.Contains("source: quay.io/shared", _workspace.Output("cluster-resources", "itms-oc-mirror.yaml"), StringComparison.Ordinal);
        Assert.True((await EmitAsync()).IsUpToDate);
    }

    [Fact]
    public async Task Clusters_of_v1_get_the_names_that_they_know()
    {
        Configure();
        await _workspace.LockAsync(Token);
        using var engine = _workspace.NewEngine(_workspace.Options("docker://registry.example.com/ocp") with { Resources = [ResourceKind.Icsp] });
        await engine.EmitResourcesAsync(Token);
        var source = _workspace.Output("cluster-resources", "catalogSource-cs-index.yaml");
        var policies = _workspace.Output("cluster-resources", "imageContentSourcePolicy.yaml");
        await EmitAsync();

        Assert.Contains("  name: cs-index\n", source, StringComparison.Ordinal);
        Assert.Contains($"  image: registry.example.com/ocp/catalogs/index@{Derived}\n", source, StringComparison.Ordinal);
        Assert.Contains("    operators.openshift.org/catalog: \"true\"\n  name: operator-0\n", policies, StringComparison.Ordinal);
        Assert.False(_workspace.HasOutput("cluster-resources", "catalogSource-cs-index.yaml"));
        Assert.False(_workspace.HasOutput("cluster-resources", "imageContentSourcePolicy.yaml"));
        Assert.True(_workspace.HasOutput("cluster-resources", "cs-index-v1.yaml"));
    }

    [Fact]
    public async Task Catalog_is_named_by_its_tag_for_those_who_want_that()
    {
        Configure();

        await EmitAsync(CatalogReference.Tag, maxNestedPaths: 2);

        Assert.Contains("  image: registry.example.com/ocp/catalogs-index:v1\n", _workspace.Output("cluster-resources", "cs-catalogs-index-v1.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_gives_what_oc_mirror_does_not_know()
    {
        _workspace.Folder.WriteFile("mirror/templates/source.yaml", """
            apiVersion: operators.coreos.com/v1alpha1
            kind: CatalogSource
            metadata:
              name: ours
              namespace: elsewhere
              creationTimestamp: null
              labels: {team: "42"}
              annotations:
                note: kept
            spec:
              displayName: Ours
              priority: -100
              image: replaced
              updateStrategy:
                registryPoll: {interval: 30m}
              grpcPodConfig:
                securityContextConfig: restricted
                tolerations:
                - {key: infra, operator: Exists}
            status: {}
            """);
        Configure("  targetCatalogSourceTemplate: templates/source.yaml\n");

        await EmitAsync();

        Assert.Equal(
            $"""
            ---
            apiVersion: operators.coreos.com/v1alpha1
            kind: CatalogSource
            metadata:
              annotations:
                note: kept
              labels:
                team: "42"
              name: cs-index-v1
              namespace: openshift-marketplace
            spec:
              displayName: Ours
              grpcPodConfig:
                securityContextConfig: restricted
                tolerations:
                - key: infra
                  operator: Exists
              image: registry.example.com/ocp/catalogs/index@{Derived}
              priority: -100
              sourceType: grpc
              updateStrategy:
                registryPoll:
                  interval: 30m

            """.ReplaceLineEndings("\n"),
            _workspace.Output("cluster-resources", "cs-index-v1.yaml"));
    }

    [Theory]
    [InlineData("kind: Service\napiVersion: v1\n", "MIR6011", "its 'apiVersion' is not")]
    [InlineData("kind: CatalogSource\napiVersion: operators.coreos.com/v1alpha1\nspec: {sourceType: internal}\n", "MIR6011", "'spec.sourceType' is not 'grpc'")]
    [InlineData("kind: CatalogSource\napiVersion: operators.coreos.com/v1alpha1\nspec: {configMap: x}\n", "MIR6011", "'spec.configMap'")]
    [InlineData("kind: CatalogSource\napiVersion: operators.coreos.com/v1alpha1\nspec: text\n", "MIR6011", "its 'spec' has no fields")]
    [InlineData("kind: CatalogSource\napiVersion: operators.coreos.com/v1alpha1\nspec: {priority: 1.5}\n", "MIR6011", "fraction")]
    [InlineData("- a\n", "MIR6011", "not a Kubernetes object")]
    [InlineData("a: [\n", "MIR1003", "")]
    [InlineData(null, "MIR6010", "cannot be read")]
    public async Task Template_that_cannot_be_used_is_told_by_check(string? text, string code, string problem)
    {
        Configure("  targetCatalogSourceTemplate: template.yaml\n");
        if (text is not null)
        {
            _workspace.Folder.WriteFile("mirror/template.yaml", text);
        }

        using var engine = _workspace.NewEngine(_workspace.Options(null));
        var failure = await Assert.ThrowsAsync<MirrorException>(() => engine.CheckAsync(Token));

        Assert.Equal(code, failure.Diagnostics[0].Code.Id);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Diagnostics[0].Span);
        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
    }

    [Fact]
    public async Task Catalogs_that_are_told_apart_late_in_their_tags_have_files_of_their_own()
    {
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1.2.3.4.5.6-a\n- catalog: {CatalogName}:v1.2.3.4.5.6-b\n");

        await EmitAsync();

        var files = Directory.GetFiles(_workspace.Folder.Combine("output", "cluster-resources"), "c?-*.yaml");
        Assert.Equal(4, files.Length);
        Assert.Equal(4, files.Select(file => File.ReadLines(file).First(line => line.StartsWith("  name:", StringComparison.Ordinal))).Distinct().Count());
    }

    [Fact]
    public async Task Resources_of_a_catalog_that_is_gone_are_removed_and_others_stay()
    {
        Configure();
        await EmitAsync();
        var own = _workspace.Folder.WriteFile("output/cluster-resources/cs-mine.yaml", "kind: CatalogSource\n");
        Configure("  targetTag: v2\n");

        await EmitAsync();

        Assert.False(_workspace.HasOutput("cluster-resources", "cs-index-v1.yaml"));
        Assert.False(_workspace.HasOutput("cluster-resources", "cc-index-v1.yaml"));
        Assert.True(_workspace.HasOutput("cluster-resources", "cs-index-v2.yaml"));
        Assert.True(File.Exists(own));
    }

    [Fact]
    public async Task Blocked_catalog_has_no_resources()
    {
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\nblockedImages:\n- name: ^{CatalogName}:v1$\n");

        await EmitAsync();

        Assert.Empty(Directory.GetFiles(_workspace.Folder.Combine("output", "cluster-resources"), "c?-*.yaml"));
        Assert.True(_workspace.HasOutput("cluster-resources", "idms-oc-mirror.yaml"));
        await _workspace.LockAsync(Token, LockMode.Locked);
    }
}
