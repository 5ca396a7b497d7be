using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Registry.Configuration;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Oci.Tests.Registry.Configuration;

/// <summary>Asks skopeo for images that nobody has and compares whom it asked with what we would ask.</summary>
public sealed class RegistriesSkopeoTests
{
    private static readonly string Digest = TestDigest.Of("image").ToString();

    public static TheoryData<string, string> Cases => new()
    {
        { "", "{0}/x:1" },
        { "[[registry]]\nlocation='{0}'\ninsecure=true", "{0}/x:1" },
        { "[[registry]]\nprefix='a.example/ns'\nlocation='{0}/other'\ninsecure=true", "a.example/ns/x/y:1" },
        { "[[registry]]\nprefix='a.example/ns/x'\nlocation='{0}/y'\ninsecure=true", "a.example/ns/x:1" },
        { "[[registry]]\nprefix='a.example'\nlocation='{0}'\ninsecure=true\n[[registry]]\nprefix='a.example/ns'\nlocation='{1}/b'\ninsecure=true", "a.example/ns/x:1" },
        { "[[registry]]\nprefix='a.example'\nlocation='{0}'\ninsecure=true\n[[registry]]\nprefix='a.example/ns'\nlocation='{1}/b'\ninsecure=true", "a.example/nsx/x:1" },
        { "[[registry]]\nprefix='*.example'\nlocation='{0}/w'\ninsecure=true", "a.b.example/x:1" },
        { "[[registry]]\nprefix='*.example'\nlocation='{0}/w'\ninsecure=true\n[[registry]]\nprefix='*.b.example'\nlocation='{1}'\ninsecure=true", "a.b.example/x:1" },
        { "[[registry]]\nprefix='localhost'\nlocation='{0}/w'\ninsecure=true", "{1}/x:1" },
        { "[[registry]]\nprefix='docker.io/library'\nlocation='{0}/hub'\ninsecure=true", "docker.io/alpine:1" },
        { "[[registry]]\nprefix='docker.io'\nlocation='{0}'\ninsecure=true", "docker.io/alpine:1" },
        { "[[registry]]\nprefix='a.example'\nlocation='{0}/p'\ninsecure=true\n[[registry.mirror]]\nlocation='{1}/m1'\ninsecure=true\n[[registry.mirror]]\nlocation='{0}/m2'\ninsecure=true", "a.example/x:1" },
        { "[[registry]]\nprefix='a.example'\nlocation='{0}/p'\ninsecure=true\n[[registry.mirror]]\nlocation='{1}/m1'\ninsecure=false\n[[registry.mirror]]\nlocation='{0}/m2'\ninsecure=true", "a.example/x:1" },
        { "[[registry]]\nprefix='a.example'\nlocation='{0}/p'\ninsecure=true\nmirror-by-digest-only=true\n[[registry.mirror]]\nlocation='{1}/m1'\ninsecure=true", "a.example/x:1" },
        { "[[registry]]\nprefix='a.example'\nlocation='{0}/p'\ninsecure=true\nmirror-by-digest-only=true\n[[registry.mirror]]\nlocation='{1}/m1'\ninsecure=true", "a.example/x@{2}" },
        { PullFrom, "a.example/x:1" },
        { PullFrom, "a.example/x@{2}" },
        { "[[registry]]\nlocation='{0}'\ninsecure=true\nblocked=true", "{0}/x:1" },
        { "[[registry]]\nlocation='{0}'\ninsecure=true\nblocked=true\n[[registry.mirror]]\nlocation='{1}/m'\ninsecure=true", "{0}/x:1" },
        { "[[registry]]\nprefix='a.example'\nlocation='{0}'\ninsecure=true\n[[registry]]\nlocation='{0}/x'\ninsecure=true\nblocked=true", "a.example/x:1" },
        { "[[registry]]\nprefix='a.example'\nlocation='{0}'\ninsecure=true\n[[registry.mirror]]\nlocation='{1}'\ninsecure=true\n[[registry]]\nlocation='{1}'\nblocked=true", "a.example/x:1" },
        { "[[registry]]\nprefix='a.example'\nlocation='{0}/1'\ninsecure=true\n[[registry]]\nprefix='a.example'\nlocation='{0}/2'\ninsecure=true", "a.example/x:1" },
        { "[[registry]]\nprefix='a.example/x:1'\nlocation='{0}'\ninsecure=true\n[[registry]]\nprefix='a.example'\nlocation='{1}'\ninsecure=true", "a.example/x:1" },
        { "[[Registry]]\nPrefix='a.example'\nLOCATION='{0}///'\nInsecure=true", "a.example/x:1" },
        { "[registries.insecure]\nregistries=['{0}///']", "{0}/x:1" },
        { "[registries.insecure]\nregistries=['{0}']\n[registries.block]\nregistries=['{0}']", "{0}/x:1" },
        { "[registries.search]\nregistries=['{1}']\n[registries.insecure]\nregistries=['{0}','{1}']", "{0}/x:1" },
        { "[[registry]]\nprefix='a.example'\nlocation='foo/bar'\ninsecure=true\n[[registry.mirror]]\nlocation='{0}'\ninsecure=true", "a.example/x:1" },
        { "[[registry]]\nprefix='localhost'\nlocation='{0}/w'\ninsecure=true\n[[registry.mirror]]\nlocation='{0}'\ninsecure=true", "{1}/x:1" },
        { "[[registry]]\nlocation='{0}'\ninsecure='true'", "{0}/x:1" },
        { "[[registry]]\nlocation='{0}'\ninsecure=true\ninsecure=true", "{0}/x:1" },
        { "[[registry]]\nlocation='http://{0}'\ninsecure=true", "{0}/x:1" },
        { "[[registry]]\nprefix='{0}'\ninsecure=true", "{0}/x:1" },
        { "[[registry]]\nlocation='{0}'\ninsecure=true\n[[registry]]\nprefix='b.example'\nlocation='{0}'", "{0}/x:1" },
        { "[[registry]]\nlocation='{0}'\ninsecure=true\n[aliases]\nx='{1}/y'", "{0}/x:1" },
        { "[[registry]]\nlocation='{0}'\ninsecure=true\n[aliases]\nx='y'", "{0}/x:1" },
    };

    private static string PullFrom => """
        [[registry]]
        prefix = "a.example"
        location = "{0}/p"
        insecure = true
        mirror = [
          {{location = "{0}/all", insecure = true, pull-from-mirror = "all"}},
          {{location = "{1}/digest", insecure = true, pull-from-mirror = "digest-only"}},
          {{location = "{0}/tag", insecure = true, pull-from-mirror = "tag-only"}},
          {{location = "{1}/none", insecure = true, pull-from-mirror = ""}},
        ]
        """;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Skopeo_asks_whom_we_would_ask(string text, string image)
    {
        await using var log = new RequestLog(2);
        using var folder = new TempFolder();
        var file = folder.WriteFile("given.conf", Fill(text, log));
        var reference = Fill(image, log);

        var result = await RunAsync(folder, ["--registries-conf", file, "inspect", "--raw", $"docker://{reference}"]);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(Expected(() => RegistriesConfigurationLoader.Load(file, null, Host(folder), []), reference, log), log.Manifests);
    }

    [Fact]
    public async Task Skopeo_reads_the_drop_ins_that_we_read()
    {
        await using var log = new RequestLog(2);
        using var folder = new TempFolder();
        Write("registries.conf", "[[registry]]\nprefix='a.example'\nlocation='{0}/main'\ninsecure=true\n[[registry.mirror]]\nlocation='{0}/lost'\ninsecure=true");
        Write("registries.conf.d/2.conf", "[[registry]]\nprefix='a.example'\nlocation='{1}/two'\ninsecure=true");
        Write("registries.conf.d/10.conf", "[[registry]]\nprefix='a.example'\nlocation='{1}/ten'\ninsecure=true\n[[registry]]\nprefix='b.example'\nlocation='{0}/b'");
        Write("registries.conf.d/3.ignored", "not toml");

        await RunAsync(folder, ["inspect", "--raw", "docker://a.example/x:1"]);

        Assert.Equal(Expected(() => RegistriesConfigurationLoader.Load(null, null, Host(folder), []), "a.example/x:1", log), log.Manifests);
        Assert.Equal([$"{log.Hosts[1]}/two/x:1"], log.Manifests);

        void Write(string name, string text) => folder.WriteFile($".config/containers/{name}", Fill(text, log));
    }

    private static string Fill(string text, RequestLog log) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, text, log.Hosts[0], log.Hosts[1], Digest);

    private static HostEnvironment Host(TempFolder folder) => new(new Dictionary<string, string> { ["HOME"] = folder.Path }, folder.Path);

    private static Task<ToolResult> RunAsync(TempFolder folder, string[] arguments) => ToolProcess.RunAsync(
        "skopeo",
        ["--insecure-policy", .. arguments],
        new ToolOptions { Environment = new Dictionary<string, string?> { ["HOME"] = folder.Path, ["XDG_RUNTIME_DIR"] = folder.Path } },
        TestContext.Current.CancellationToken);

    /// <summary>Our places, less those that the plain listeners cannot serve because only TLS is allowed; none if we refuse.</summary>
    private static List<string> Expected(Func<RegistriesConfiguration> load, string reference, RequestLog log)
    {
        try
        {
            return
            [
                .. load().Resolve(ImageReference.Parse(reference)).Places
                    .Where(place => place.AllowsInsecure && log.Hosts.Contains(place.Image.Registry))
                    .Select(place => place.Image.ToString()),
            ];
        }
        catch (MirrorException)
        {
            return [];
        }
    }
}
