using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mirror.Engine;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>What each Publish leaves about itself.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new() { Time = new ManualTimeProvider { AutoAdvance = TimeSpan.FromSeconds(20) } };
    private TestRegistry _source = null!;
    private TestRegistry _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Destination => $"docker://{_destination.Endpoint}/ocp";

    private string RunFolder => Directory.GetDirectories(Assert.Single(Directory.GetDirectories(_workspace.Folder.Combine("output", "runs"))))[0];

    private JsonNode Latest => JsonNode.Parse(_workspace.Output("publish.intoto.json"))!;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _destination = await TestRegistry.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        foreach (var name in (string[])["one", "two"])
        {
            await _source.Client.PushImageAsync(_source.BaseUri, $"a/{name}", "1", ImageBuilder.Simple(name), Token);
        }

        _workspace.Configure("name: quay.io/a/one:1", "name: quay.io/a/two:1");
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Complete_run_leaves_statement_mapping_and_resources()
    {
        _workspace.Variables["USER"] = "somebody";
        _workspace.Variables["GITLAB_USER_LOGIN"] = "jane";
        _workspace.Variables["CI_JOB_URL"] = "https://user:secret@gitlab.example.com/jobs/1?token=x";

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        var statement = Latest;
        Assert.Equal("https://in-toto.io/Statement/v1", (string?)statement["_type"]);
        Assert.Equal("https://in-toto.io/attestation/link/v0.3", (string?)statement["predicateType"]);
        Assert.Equal(
            [$"{Destination}/a/one:1 {ImageBuilder.Simple("one").Digest.Hex}", $"{Destination}/a/two:1 {ImageBuilder.Simple("two").Digest.Hex}"],
            statement["subject"]!.AsArray().Select(subject => $"{subject!["name"]} {subject["digest"]!["sha256"]}"));
        var predicate = statement["predicate"]!;
        Assert.Equal(
            ["mirror/imageset.yaml", "mirror/mirror.lock.json", "mirror/mirror.lock.referrers.json"],
            predicate["materials"]!.AsArray().Select(material => (string?)material!["name"]));
        Assert.Equal(Digest.Of(Encoding.UTF8.GetBytes(_workspace.LockText)).Hex, (string?)predicate["materials"]![1]!["digest"]!["sha256"]);
        Assert.Equal(("complete", 2, 2), ((string?)predicate["byproducts"]!["outcome"], (int)predicate["byproducts"]!["present"]!, (int)predicate["byproducts"]!["copied"]!));
        Assert.Equal(("jane", "https://gitlab.example.com/jobs/1"), ((string?)predicate["environment"]!["actor"], (string?)predicate["environment"]!["pipeline"]));
        Assert.Equal("2026-01-01T00:00:00Z", (string?)predicate["environment"]!["startedOn"]);

        Assert.Equal(
            ["cluster-resources/itms-oc-mirror.yaml", "mapping.txt", "publish-20260101T000000Z.intoto.json"],
            Directory.EnumerateFiles(RunFolder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(RunFolder, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.StartsWith(((string)predicate["byproducts"]!["lock"]!)["sha256:".Length..][..12], Path.GetFileName(Path.GetDirectoryName(RunFolder)!), StringComparison.Ordinal);
        Assert.Contains($"=docker://{_destination.Endpoint}/ocp/a/one:1\n", File.ReadAllText(Path.Combine(RunFolder, "mapping.txt")), StringComparison.Ordinal);
        Assert.Equal(_workspace.Output("cluster-resources", "itms-oc-mirror.yaml"), File.ReadAllText(Path.Combine(RunFolder, "cluster-resources", "itms-oc-mirror.yaml")));
    }

    [Fact]
    public async Task Each_run_has_a_record_of_its_own()
    {
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal(2, Directory.GetFiles(RunFolder, "*.intoto.json").Length);
        Assert.Equal(0, (int)Latest["predicate"]!["byproducts"]!["copied"]!);
    }

    [Fact]
    public async Task Incomplete_run_names_what_is_missing_and_why()
    {
        await _workspace.LockAsync(Token);
        Directory.Delete(_workspace.Folder.Combine("store"), recursive: true);
        using (var gone = await _source.Client.DeleteAsync(new Uri(_source.BaseUri, $"/v2/a/two/manifests/{ImageBuilder.Simple("two").Digest}"), Token))
        {
            gone.EnsureSuccessStatusCode();
        }

        await Assert.ThrowsAsync<MirrorException>(() => _workspace.PublishAsync(_workspace.Options(Destination), Token));

        var statement = Latest;
        var results = statement["predicate"]!["byproducts"]!;
        Assert.Equal([$"{Destination}/a/one:1"], statement["subject"]!.AsArray().Select(subject => (string?)subject!["name"]));
        Assert.Equal(("incomplete", 6), ((string?)results["outcome"], (int)results["exitCode"]!));
        var missing = Assert.Single(results["missing"]!.AsArray())!;
        Assert.Equal("quay.io/a/two:1", (string?)missing["image"]);
        Assert.Contains("is gone", (string?)missing["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_run_says_why_and_is_about_its_lock()
    {
        await Assert.ThrowsAsync<MirrorException>(() => _workspace.PublishAsync(_workspace.Options("docker://127.0.0.1:1/ocp"), Token));

        var statement = Latest;
        Assert.Equal("mirror/imageset.yaml", (string?)statement["subject"]![0]!["name"]);
        Assert.Equal("destination", (string?)statement["predicate"]!["byproducts"]!["outcome"]);
        Assert.NotEmpty((string)statement["predicate"]!["byproducts"]!["failure"]!);
    }

    [Theory]
    [InlineData("ecparam", "-name", "prime256v1", "-genkey", "-noout")]
    [InlineData("genrsa", "-traditional", "2048")]
    public async Task Signed_record_is_verified_by_openssl(params string[] generate)
    {
        var key = _workspace.Folder.Combine("key.pem");
        File.WriteAllText(key, (await OpenSslAsync(generate)).OutputText);
        File.WriteAllText(_workspace.Folder.Combine("public.pem"), (await OpenSslAsync(["pkey", "-in", key, "-pubout"])).OutputText);

        await _workspace.PublishAsync(_workspace.Options(Destination) with { SigningKey = key }, Token);

        using var envelope = JsonDocument.Parse(_workspace.Output("publish.dsse.json"));
        var type = envelope.RootElement.GetProperty("payloadType").GetString()!;
        var payload = envelope.RootElement.GetProperty("payload").GetBytesFromBase64();
        var signature = envelope.RootElement.GetProperty("signatures")[0];
        Assert.Equal("application/vnd.in-toto+json", type);
        Assert.Equal(_workspace.Output("publish.intoto.json"), Encoding.UTF8.GetString(payload));
        File.WriteAllBytes(_workspace.Folder.Combine("signature"), signature.GetProperty("sig").GetBytesFromBase64());
        File.WriteAllBytes(_workspace.Folder.Combine("signed"), [.. Encoding.ASCII.GetBytes($"DSSEv1 {type.Length} {type} {payload.Length} "), .. payload]);
        var verified = await OpenSslAsync(
            ["dgst", "-sha256", "-verify", _workspace.Folder.Combine("public.pem"), "-signature", _workspace.Folder.Combine("signature"), _workspace.Folder.Combine("signed")]);
        Assert.Equal("Verified OK", verified.OutputText.Trim());
        Assert.Equal(64, signature.GetProperty("keyid").GetString()!.Length);
        Assert.True(File.Exists(Path.Combine(RunFolder, "publish-20260101T000000Z.dsse.json")));

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        Assert.False(_workspace.HasOutput("publish.dsse.json"));
    }

    [Fact]
    public async Task Key_that_cannot_sign_is_refused_before_anything_is_sent()
    {
        await _workspace.LockAsync(Token);
        var key = _workspace.Folder.WriteFile("key.pem", (await OpenSslAsync(["ecparam", "-name", "prime256v1", "-genkey", "-noout"])).OutputText);
        var publicKey = _workspace.Folder.WriteFile("public.pem", (await OpenSslAsync(["pkey", "-in", key, "-pubout"])).OutputText);

        foreach (var file in (string[])[publicKey, _workspace.Folder.WriteFile("text", "no key"), _workspace.Folder.Combine("none")])
        {
            using var engine = _workspace.NewEngine(_workspace.Options(Destination) with { SigningKey = file });
            var failure = await Assert.ThrowsAsync<MirrorException>(() => engine.PublishAsync(Token));
            Assert.Equal(MirrorErrors.SigningKeyInvalid, failure.Diagnostics[0].Code);
        }

        Assert.Empty(_destination.Requests);
    }

    private static async Task<ToolResult> OpenSslAsync(IReadOnlyList<string> arguments) => (await ToolProcess.RunAsync("openssl", arguments, Token)).EnsureSuccess();
}
