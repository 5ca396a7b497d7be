using Mirror.EndToEnd.Tests.Releases;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>
/// An enclave behind an enterprise registry with content of every kind: reads are sent there by <c>registries.conf</c>, and the update service and the store of signatures are
/// in-house. Nothing upstream is asked.
/// </summary>
public sealed class EnclaveContentTests(GpgSigner signer) : IClassFixture<GpgSigner>, IAsyncLifetime
{
    private readonly MirrorWorkspace _enclave = new();
    private EveryContent _content = null!;
    private DockerRegistryProcess _enterprise = null!;
    private DockerRegistryProcess _inside = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _content = await EveryContent.StartAsync(signer);
        _enterprise = await DockerRegistryProcess.StartAsync(Token);
        _inside = await DockerRegistryProcess.StartAsync(Token);
        await _content.Outside.PublishAsync(_content.Outside.Options($"docker://{_enterprise.Endpoint}/enterprise"), Token);
        _content.World.Upstream.ApplyTo(_enclave);
    }

    public async ValueTask DisposeAsync()
    {
        await _enterprise.DisposeAsync();
        await _inside.DisposeAsync();
        await _content.DisposeAsync();
        _enclave.Dispose();
    }

    [Fact]
    public async Task Smaller_configuration_is_resolved_and_published_from_the_enterprise_registry_alone()
    {
        Redirect(("registry.access.redhat.com", ""));
        _enclave.ConfigureMirror("""
            platform:
              graph: true
              channels:
              - name: stable-4.20
            operators:
            - catalog: quay.io/catalogs/index:v1
              packages:
              - name: foo
            additionalImages:
            - name: quay.io/a/signed:1
              signatures: required
            helm:
              repositories:
              - url: oci://quay.io/charts
                charts:
                - name: web
                  version: 1.2.3
                  mirrorChart: true
            """);
        _content.World.Source.ForgetRequests();
        _content.Charts.ForgetRequests();

        await _enclave.PublishAsync(_enclave.Options($"docker://{_inside.Endpoint}/ocp"), Token);

        Assert.Empty(_content.World.Source.Requests);
        Assert.Empty(_content.Charts.Requests);
        var (upper, lower) = (await ReadAsync(_enterprise, "enterprise"), await ReadAsync(_inside, "ocp"));
        var own = lower.Except(upper).ToList();
        Assert.Contains(lower, line => line.StartsWith("openshift/graph-image:latest ", StringComparison.Ordinal));
        Assert.Contains(lower, line => line.StartsWith("openshift/release-images:4.20.9-x86_64 ", StringComparison.Ordinal));
        Assert.Contains(lower, line => line.StartsWith("charts/web:1.2.3 ", StringComparison.Ordinal));
        Assert.Contains(lower, line => line.Contains(".sig ", StringComparison.Ordinal));
        Assert.DoesNotContain(lower, line => line.StartsWith("bar/", StringComparison.Ordinal) || line.StartsWith("a/multi", StringComparison.Ordinal));

        // All but the catalog, which is smaller here, is what the enterprise registry has.
        Assert.NotEmpty(own);
        Assert.All(own, line => Assert.StartsWith("catalogs/index", line, StringComparison.Ordinal));
        var resources = RegistryContent.Resources(_enclave.Folder.Combine("output", "cluster-resources"), _inside.Endpoint);
        Assert.Contains("source: quay.io/openshift-release-dev/ocp-release", resources["idms-oc-mirror.yaml"], StringComparison.Ordinal);
        Assert.DoesNotContain(resources.Values, text => text.Contains("enterprise", StringComparison.Ordinal) || text.Contains(_enterprise.Endpoint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lock_of_the_enterprise_is_published_although_nothing_can_be_built_anew()
    {
        // Upstream has moved on, and the enterprise registry has what was built but not what it was built from.
        await _content.MoveOnAsync();
        Redirect(("registry.access.redhat.com/ubi9/ubi", "/openshift/graph-image"), ($"{_content.Charts.Endpoint}/stable", "/charts"));
        AirGap.CopyLock(_content.Outside.Folder.Combine("mirror"), _enclave.Folder.Combine("mirror"));

        // What an enclave does not want, its configuration does not name; the lock follows.
        var configuration = await File.ReadAllTextAsync(_content.Outside.Folder.Combine("mirror", "imageset.yaml"), Token);
        var wanted = configuration.Replace("  - name: registry.access.redhat.com/ubi9/ubi:latest\n", "", StringComparison.Ordinal);
        Assert.NotEqual(configuration, wanted);
        _enclave.Folder.WriteFile("mirror/imageset.yaml", wanted);
        _content.World.Source.ForgetRequests();
        _content.Charts.ForgetRequests();

        await _enclave.PublishAsync(_enclave.Options($"docker://{_inside.Endpoint}/ocp"), Token);

        Assert.Empty(_content.World.Source.Requests);
        Assert.Empty(_content.Charts.Requests);
        var (upper, lower) = (await ReadAsync(_enterprise, "enterprise"), await ReadAsync(_inside, "ocp"));
        Assert.Empty(lower.Except(upper));
        Assert.All(upper.Except(lower), line => Assert.StartsWith("ubi9/ubi", line, StringComparison.Ordinal));
    }

    private void Redirect(params (string From, string Below)[] more) => _enclave.Redirect(
    [
        ("quay.io/openshift-release-dev/ocp-release", $"{_enterprise.Endpoint}/enterprise/openshift/release-images"),
        ("quay.io/openshift-release-dev/ocp-v4.0-art-dev", $"{_enterprise.Endpoint}/enterprise/openshift/release"),
        ("quay.io", $"{_enterprise.Endpoint}/enterprise"),
        .. more.Select(redirect => (redirect.From, $"{_enterprise.Endpoint}/enterprise{redirect.Below}")),
    ]);

    private static async Task<IReadOnlyList<string>> ReadAsync(DockerRegistryProcess registry, string root) =>
        [.. (await RegistryContent.ReadAsync(registry)).Select(line => line[(root.Length + 1)..])];
}
