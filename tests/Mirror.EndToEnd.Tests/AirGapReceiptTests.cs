using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>What Publish says of a destination, and what Pack makes of it.</summary>
public sealed class AirGapReceiptTests : AirGapTest
{
    [Fact]
    public async Task Receipt_is_the_base_of_the_next_archive()
    {
        var images = await Gap.PushManyAsync(3, 1000, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/app0", "a/app1"]));
        await Gap.PublishAsync(Token);

        var delta = await Gap.PackAsync(Token, Receipt, repositories: ["a/app0", "a/app1", "a/app2"]);
        var message = await Gap.PublishAsync(Token, Gap.Carry(Segments(delta)));

        Assert.Contains("has 3 images, 1 of them new", message, StringComparison.Ordinal);
        Assert.All(Segments(delta), segment => Assert.Contains("-from-", segment, StringComparison.Ordinal));
        await Gap.AssertThereAsync("a/app2", images["a/app2"], Token);
        Assert.Equal(2, Directory.EnumerateFiles(Gap.Inside.Folder.Combine("output", "receipts")).Count());
    }

    [Theory]
    [InlineData("local:\n    path: receipts")]
    [InlineData("registry:\n    imageURL: {0}/mirror/receipts:latest\n    skipTLS: true")]
    public async Task Receipts_are_kept_where_the_configuration_says_and_found_there(string storage)
    {
        var images = await Gap.PushManyAsync(3, 1000, Token);
        Gap.Storage = $"storageConfig:\n  {storage.Replace("{0}", Gap.Destination.Endpoint, StringComparison.Ordinal)}\n";
        var whole = await Gap.PackAsync(Token, repositories: ["a/app0", "a/app1"]);
        Gap.Carry(whole);
        Gap.ConfigureInside("a/app0", "a/app1");
        await Gap.PublishAsync(Token);
        if (Directory.Exists(Gap.Inside.Folder.Combine("mirror", "receipts")))
        {
            Directory.Move(Gap.Inside.Folder.Combine("mirror", "receipts"), Gap.Outside.Folder.Combine("mirror", "receipts"));
        }

        var nothing = await Gap.PackAsync(Token, repositories: ["a/app0", "a/app1"]);
        var delta = await Gap.PackAsync(Token, repositories: ["a/app0", "a/app1", "a/app2"]);
        Gap.ConfigureInside("a/app0", "a/app1", "a/app2");
        var message = await Gap.PublishAsync(Token, Gap.Carry(Segments(delta)));

        Assert.DoesNotContain("-from-", Path.GetFileName(whole[0]), StringComparison.Ordinal);
        Assert.Empty(nothing);
        Assert.All(delta, file => Assert.Contains("-from-", Path.GetFileName(file), StringComparison.Ordinal));
        Assert.Contains("has 3 images, 1 of them new", message, StringComparison.Ordinal);
        await Gap.AssertThereAsync("a/app2", images["a/app2"], Token);
        Assert.Empty(Gap.Inside.Warnings);
    }

    [Fact]
    public async Task Receipt_that_cannot_be_stored_is_a_warning_that_says_where_it_is()
    {
        await Gap.PushManyAsync(1, 1000, Token);
        Gap.Storage = "storageConfig:\n  registry:\n    imageURL: 127.0.0.1:1/mirror/receipts\n";
        Gap.Carry(await Gap.PackAsync(Token, Empty(), repositories: ["a/app0"]));
        Gap.ConfigureInside("a/app0");

        await Gap.PublishAsync(Token);

        var warning = Assert.Single(Gap.Inside.Warnings);
        Assert.Equal(MirrorErrors.ReceiptNotStored, warning.Code);
        Assert.Contains("'output/receipts/", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipt_for_which_there_is_no_room_is_told_from_a_failed_publish_and_written_by_the_next_run()
    {
        var images = await Gap.PushManyAsync(12, 1000, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: [.. images.Keys]));
        MirrorException failure;
        await using (await SmallDisk.MountAsync(Gap.Inside.Folder.Combine("output", "receipts"), "4k", Token))
        {
            failure = await Assert.ThrowsAsync<MirrorException>(() => Gap.PublishAsync(Token));
        }

        await Gap.AssertThereAsync("a/app11", images["a/app11"], Token);
        await Gap.Destination.ForgetRequestsAsync(Token);
        var message = await Gap.PublishAsync(Token);

        Assert.Equal((MirrorErrors.ReceiptNotWritten, ExitCode.Failed), (failure.Diagnostics[0].Code, failure.ExitCode));
        Assert.StartsWith($"'{Gap.Address}' holds all of the lock; only the receipt", failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("has all 12 images of the lock; receipt 'output/receipts/", message, StringComparison.Ordinal);
        Assert.Equal(0, await Gap.WritesAsync(Token));
    }


    [Fact]
    public async Task Receipt_of_another_mirror_is_told_unless_that_is_a_part_of_this_one()
    {
        await Gap.PushManyAsync(3, 1000, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/app0", "a/app1"]));
        var options = Gap.InsideOptions() with { ConfigurationFile = Gap.Inside.Folder.Combine("north", "imageset.yaml") };
        await Gap.Inside.PublishAsync(options, Token);

        var delta = await Gap.PackAsync(Token, Receipt, repositories: ["a/app0", "a/app1", "a/app2"]);
        Assert.Empty(Gap.Outside.Warnings);
        var whole = await Gap.PackAsync(Token, Receipt, repositories: ["a/app2"]);

        Assert.NotEmpty(delta);
        Assert.NotEmpty(whole);
        Assert.Equal([MirrorErrors.BaseOfOtherMirror, MirrorErrors.BaseUnrelated], Gap.Outside.Warnings.Select(warning => warning.Code));
        Assert.Contains($"of '{Gap.Address}', which is of the mirror 'north': 2 of its 2 sources are not in 'mirror/mirror.lock.json'", Gap.Outside.Warnings.First().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipt_of_another_destination_is_told()
    {
        await Gap.PushManyAsync(2, 1000, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/app0"]));
        await Gap.PublishAsync(Token);
        await Gap.PackAsync(Token, Receipt, repositories: ["a/app0", "a/app1"]);

        var messages = new List<string>();
        foreach (var destination in new[] { Gap.Address, "docker://registry.south.example.com/ocp" })
        {
            using var engine = Gap.Outside.NewEngine(Gap.Outside.Options(destination) with { Base = new BaseFile(Receipt), OutputFolder = Gap.Outside.Folder.Combine("again") });
            messages.Add((await engine.PackAsync(Token)).Message);
        }

        Assert.Equal(MirrorErrors.BaseOfOtherDestination, Assert.Single(Gap.Outside.Warnings).Code);
        Assert.Contains("does not tell what 'docker://registry.south.example.com/ocp' holds", Gap.Outside.Warnings.Single().Message, StringComparison.Ordinal);
        Assert.Contains($"' of '{Gap.Address}' has", messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipt_that_is_older_than_what_was_published_since_makes_an_archive_that_publishes_too()
    {
        var images = await Gap.PushManyAsync(4, 10_000, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/app0", "a/app1"]));
        await Gap.PublishAsync(Token);
        var oldest = Receipt;
        await Gap.PublishAsync(Token, Gap.Carry(Segments(await Gap.PackAsync(Token, oldest, repositories: ["a/app1", "a/app2"]))));
        var next = Segments(await Gap.PackAsync(Token, oldest, repositories: ["a/app1", "a/app2", "a/app3"]));
        await Gap.Destination.ForgetRequestsAsync(Token);

        var message = await Gap.PublishAsync(Token, Gap.Carry(next));

        Assert.Contains("has 3 images, 1 of them new", message, StringComparison.Ordinal);
        var sent = (await Gap.Destination.RequestsAsync(Token)).Where(request => request.Method is "PUT" or "POST" or "PATCH").ToList();
        Assert.All(sent, request => Assert.StartsWith("/v2/ocp/a/app3/", request.Path, StringComparison.Ordinal));
        await Gap.AssertThereAsync("a/app3", images["a/app3"], Token);
        Assert.Empty(Gap.Outside.Warnings);
    }

    [Fact]
    public async Task Lost_receipt_is_written_again_by_the_same_publish_and_Pack_says_so()
    {
        await Gap.PushManyAsync(2, 1000, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/app0"]));
        await Gap.PublishAsync(Token);
        var (path, bytes) = (Receipt, await File.ReadAllBytesAsync(Receipt, Token));
        File.Delete(path);
        await Gap.Destination.ForgetRequestsAsync(Token);
        await Gap.Source.ForgetRequestsAsync(Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => Gap.PackAsync(Token, path, repositories: ["a/app0", "a/app1"]));
        var asked = await Gap.Source.RequestsAsync(Token);
        await Gap.PublishAsync(Token);
        var writes = await Gap.WritesAsync(Token);
        var delta = await Gap.PackAsync(Token, path, repositories: ["a/app0", "a/app1"]);

        Assert.Equal(MirrorErrors.BaseMissing, failure.Diagnostics[0].Code);
        Assert.Contains("A lost receipt is written again by the 'Publish --from' that wrote it", failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(asked, request => request.Path.Contains("/blobs/", StringComparison.Ordinal));
        Assert.Equal(0, writes);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path, Token));
        Assert.All(delta, file => Assert.Contains("-from-", Path.GetFileName(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Destination_says_which_of_the_kept_receipts_is_the_base()
    {
        await Gap.PushManyAsync(3, 1000, Token);
        Gap.Storage = "storageConfig:\n  local:\n    path: receipts\n";
        foreach (var (place, repositories) in new[] { ("ocp", new[] { "a/app0" }), ("other", ["a/app0", "a/app1"]) })
        {
            var from = Gap.Carry(Segments(await Gap.PackAsync(Token, repositories: repositories)));
            Gap.ConfigureInside(repositories);
            await Gap.Inside.PublishAsync(Gap.Inside.Options($"docker://{Gap.Destination.Endpoint}/{place}") with { From = from }, Token);
        }

        var message = await PackElsewhereAsync(Gap.Address);
        Directory.Move(Gap.Inside.Folder.Combine("mirror", "receipts"), Gap.Outside.Folder.Combine("mirror", "receipts"));
        var failure = await Assert.ThrowsAsync<MirrorException>(() => Gap.PackAsync(Token, repositories: ["a/app0", "a/app1", "a/app2"]));

        Assert.Contains("where 'storageConfig' says there is no receipt of this mirror yet, so the archive has everything", message, StringComparison.Ordinal);
        Assert.Equal(MirrorErrors.ReceiptsAmbiguous, failure.Diagnostics[0].Code);
        Assert.Contains($"of '{Gap.Address}' has", await PackElsewhereAsync(Gap.Address), StringComparison.Ordinal);
        Assert.Contains($"of 'docker://{Gap.Destination.Endpoint}/other' has", await PackElsewhereAsync($"docker://{Gap.Destination.Endpoint}/other"), StringComparison.Ordinal);
        Assert.Empty(Gap.Outside.Warnings);

        async Task<string> PackElsewhereAsync(string destination)
        {
            using var engine = Gap.Outside.NewEngine(Gap.Outside.Options(destination) with { OutputFolder = Gap.Outside.Folder.Combine("elsewhere") });
            return (await engine.PackAsync(Token)).Message;
        }
    }

    [Fact]
    public async Task Receipts_of_several_destinations_share_a_name_in_a_registry()
    {
        await Gap.PushManyAsync(3, 1000, Token);
        Gap.Storage = $"storageConfig:\n  registry:\n    imageURL: {Gap.Source.Endpoint}/mirror/receipts:latest\n    skipTLS: true\n";
        var (ocp, other) = (await PackForAsync("a/app0"), await PackForAsync("a/app0", "a/app1"));
        foreach (var (place, from, repositories) in new[] { ("ocp", ocp, new[] { "a/app0" }), ("other", other, ["a/app0", "a/app1"]), ("ocp", ocp, ["a/app0"]) })
        {
            Gap.ConfigureInside(repositories);
            await Gap.Inside.PublishAsync(Gap.Inside.Options($"docker://{Gap.Destination.Endpoint}/{place}") with { From = from }, Token);
        }

        var failure = await Assert.ThrowsAsync<MirrorException>(() => Gap.PackAsync(Token, repositories: ["a/app0", "a/app1", "a/app2"]));
        var messages = new List<string>();
        foreach (var place in new[] { "ocp", "other" })
        {
            using var engine = Gap.Outside.NewEngine(Gap.Outside.Options($"docker://{Gap.Destination.Endpoint}/{place}") with { OutputFolder = Gap.Outside.Folder.Combine(place) });
            messages.Add((await engine.PackAsync(Token)).Message);
        }

        Assert.Equal(MirrorErrors.ReceiptsAmbiguous, failure.Diagnostics[0].Code);
        Assert.Contains($"the receipt '{Gap.Source.Endpoint}/mirror/receipts:latest' of '{Gap.Address}' has", messages[0], StringComparison.Ordinal);
        Assert.Contains($"/receipts:latest' of 'docker://{Gap.Destination.Endpoint}/other' has", messages[1], StringComparison.Ordinal);
        Assert.Empty(Gap.Inside.Warnings);

        async Task<IReadOnlyList<string>> PackForAsync(params string[] repositories) =>
            Gap.Carry(Segments(await Gap.PackAsync(Token, Empty(), repositories: repositories)));
    }

    [Fact]
    public async Task What_else_has_the_name_of_receipts_in_a_registry_stays_and_is_told()
    {
        var image = ImageBuilder.Simple("metadata");
        await Gap.PushManyAsync(1, 1000, Token);
        await Gap.PushAsync("oc-mirror/metadata", image, Token);
        Gap.Storage = $"storageConfig:\n  registry:\n    imageURL: {Gap.Source.Endpoint}/oc-mirror/metadata:1\n    skipTLS: true\n";
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/app0"]));
        Gap.ConfigureInside("a/app0");

        await Gap.PublishAsync(Token);

        var warning = Assert.Single(Gap.Inside.Warnings);
        Assert.Equal(MirrorErrors.ReceiptNotStored, warning.Code);
        Assert.Contains("is something else than receipts, such as the metadata of oc-mirror v1, and stays as it is", warning.Message, StringComparison.Ordinal);
        Assert.Equal(image.Digest, Digest.Of((await Skopeo.InspectRawAsync($"docker://{Gap.Source.Endpoint}/oc-mirror/metadata:1", Token)).Span));
    }

    [Fact]
    public async Task Registry_of_receipts_that_cannot_be_asked_is_told_with_the_way_out()
    {
        await Gap.PushManyAsync(1, 1000, Token);
        Gap.Storage = "storageConfig:\n  registry:\n    imageURL: 127.0.0.1:1/mirror/receipts\n    skipTLS: true\n";

        var failure = await Assert.ThrowsAsync<MirrorException>(() => Gap.PackAsync(Token, repositories: ["a/app0"]));

        Assert.Contains("'storageConfig' says that receipts are there; with '--base' another receipt or lock is the base", failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal("mirror/imageset.yaml", failure.Diagnostics[0].Span?.File);
    }

    private string Empty() => Gap.Outside.Folder.WriteFile("empty/mirror.lock.json", "{\n  \"lockVersion\": 1,\n  \"resolverVersion\": 1,\n  \"sources\": {}\n}\n");
}
