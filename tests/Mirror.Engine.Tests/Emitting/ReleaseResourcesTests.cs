using System.Text.Json;
using Mirror.Engine.Emitting;
using Mirror.Model.Oci;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Emitting;

public sealed class ReleaseResourcesTests
{
    private static readonly Digest One = TestDigest.Of("one");
    private static readonly Digest Two = TestDigest.Of("two");

    [Fact]
    public void Update_service_is_what_oc_mirror_writes_without_its_annotations()
    {
        var real = File.ReadAllLines(TestData.PathOf("resources", "wild", "rguske-4.21", "updateService.yaml"))
            .Where(line => line is not "  annotations:" and not "status: {}" && !line.StartsWith("    ", StringComparison.Ordinal))
            .ToList();
        // Newer versions name the namespace (SPEC 9.5).
        real.Insert(real.IndexOf("  name: update-service-oc-mirror") + 1, "  namespace: openshift-update-service");

        var text = ReleaseResources.UpdateService(
            "rguske-rhel9-disco-bastion.disco.local:8443/disco/openshift/graph-image:latest",
            "rguske-rhel9-disco-bastion.disco.local:8443/disco/openshift/release-images");

        Assert.Equal($"---\n{string.Join('\n', real)}\n", text);
    }

    [Fact]
    public void Signatures_are_encoded_as_in_a_config_map_of_the_wild()
    {
        var real = File.ReadAllLines(TestData.PathOf("resources", "wild", "resin-yan-4.16", "signature-configmap.yaml"));
        var folder = TestData.PathOf("signatures", "release", "store-layout");
        // Numbers and the name were different then; the entries are compared without them, sorted.
        var entries = real.Where(line => line.StartsWith("  sha256-", StringComparison.Ordinal))
            .Select(line => line.Split(": "))
            .OrderBy(entry => entry[0], StringComparer.Ordinal)
            .Select(entry => $"{entry[0][..entry[0].LastIndexOf('-')]}-1: {entry[1]}")
            .ToList();
        var signatures = entries.ToDictionary(
            entry => Digest.Parse($"sha256:{entry.Split('-')[1]}"),
            entry => (ReadOnlyMemory<byte>)File.ReadAllBytes(Path.Combine(folder, $"sha256={entry.Split('-')[1]}", "signature-1")));

        var text = ReleaseResources.SignatureYaml(signatures);

        Assert.Equal(3, entries.Count);
        Assert.Equal(
            ["---", "apiVersion: v1", "binaryData:", .. entries, .. real.Skip(5).Select(line => line.Replace("ocpupgrade415416-", "", StringComparison.Ordinal)), ""],
            text.Split('\n'));
    }

    [Fact]
    public void Json_has_the_members_of_a_config_map_of_the_wild_in_their_order()
    {
        var real = File.ReadAllText(TestData.PathOf("resources", "wild", "example-4.18", "signature-configmap.truncated.json"));
        var start = real[..(real.IndexOf("\"binaryData\":{", StringComparison.Ordinal) + "\"binaryData\":{".Length)];

        var text = ReleaseResources.SignatureJson([new(One, new byte[] { 0xfb, 0xff, 0xbf })]);

        Assert.Equal($"{start}\"sha256-{One.Hex}-1\":\"+/+/\"}}}}\n", text);
    }

    [Fact]
    public void Signatures_of_one_release_are_numbered_and_equal_ones_stand_once()
    {
        var text = ReleaseResources.SignatureJson(
            [new(Two, new byte[] { 2 }), new(One, new byte[] { 1 }), new(Two, new byte[] { 3 }), new(Two, new byte[] { 2 })]);

        using var document = JsonDocument.Parse(text);
        string[] expected = [$"sha256-{One.Hex}-1 AQ==", $"sha256-{Two.Hex}-1 Ag==", $"sha256-{Two.Hex}-2 Aw=="];
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            document.RootElement.GetProperty("binaryData").EnumerateObject().Select(entry => $"{entry.Name} {entry.Value.GetString()}"));
    }

    [Fact]
    public void No_signature_gives_no_file() =>
        Assert.Equal(("", ""), (ReleaseResources.SignatureYaml([]), ReleaseResources.SignatureJson([])));
}
