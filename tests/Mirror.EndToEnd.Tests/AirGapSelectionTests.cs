using Mirror.Model.Diagnostics;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Which lock counts when there are archives, and the part of it that a configuration takes.</summary>
public sealed class AirGapSelectionTests : AirGapTest
{
    [Fact]
    public async Task Configuration_of_an_enclave_selects_a_part()
    {
        var images = await Gap.PushManyAsync(3, 1000, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/app0", "a/app1", "a/app2"]));
        Gap.Inside.Configure("name: quay.io/a/app1:1");

        var results = await Gap.Inside.PublishAsync(Gap.InsideOptions() with { IsConfigurationOptional = false }, Token);

        Assert.Contains("1 source of the 3 sources of the archive", results[1].Result.Message, StringComparison.Ordinal);
        Assert.Contains("has 1 image, 1 of them new", results[3].Result.Message, StringComparison.Ordinal);
        await Gap.AssertThereAsync("a/app1", images["a/app1"], Token);
        Assert.DoesNotContain(await Gap.Destination.RequestsAsync(Token), request => request.Path.Contains("app0", StringComparison.Ordinal));
        Assert.False(File.Exists(Gap.Inside.Folder.Combine("mirror", "mirror.lock.json")), "The next archive could not bring its lock.");
    }

    [Fact]
    public async Task What_the_archive_does_not_answer_is_refused_with_its_place()
    {
        await Gap.PushManyAsync(1, 1000, Token);
        Gap.Carry(await Gap.PackAsync(Token, repositories: ["a/app0"]));
        Gap.Inside.Configure("name: quay.io/a/app0:1\ntargetTag: other", "name: quay.io/a/more:1");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => Gap.PublishAsync(Token));

        Assert.Equal(2, failure.Diagnostics.Count);
        Assert.All(failure.Diagnostics, d => Assert.Equal((MirrorErrors.ArchiveLacksEntry, "mirror/imageset.yaml"), (d.Code, d.Span?.File)));
    }

    [Fact]
    public async Task Lock_of_ones_own_decides_and_archives_only_serve()
    {
        var images = await Gap.PushManyAsync(2, 1000, Token);
        var first = await Gap.PackAsync(Token, repositories: ["a/app0"]);
        AirGap.CopyLock(Gap.Outside.Folder.Combine("mirror"), Gap.Inside.Folder.Combine("mirror"));
        Gap.Inside.Configure("name: quay.io/a/app0:1");
        Gap.Carry([.. first, .. await Gap.PackAsync(Token, repositories: ["a/app0", "a/app1"])]);

        var message = await Gap.PublishAsync(Token);

        Assert.Contains("has 1 image, 1 of them new", message, StringComparison.Ordinal);
        await Gap.AssertThereAsync("a/app0", images["a/app0"], Token);
    }

    [Fact]
    public async Task Archives_of_two_locks_are_not_guessed_at()
    {
        await Gap.PushManyAsync(2, 1000, Token);
        Gap.Carry([.. await Gap.PackAsync(Token, repositories: ["a/app0"]), .. await Gap.PackAsync(Token, repositories: ["a/app1"])]);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => Gap.PublishAsync(Token));

        Assert.Equal(MirrorErrors.ArchivesAmbiguous, failure.Diagnostics[0].Code);
    }


    [Fact]
    public async Task Archives_of_two_mirrors_serve_the_one_that_is_meant()
    {
        var images = await Gap.PushManyAsync(2, 1000, Token);
        Gap.Carry([.. await Gap.PackAsync(Token, repositories: ["a/app0"]), .. await PackOtherAsync("a/app1")]);
        AirGap.CopyLock(Gap.Outside.Folder.Combine("other"), Gap.Inside.Folder.Combine("other"));
        File.Copy(Gap.Outside.Folder.Combine("other", "imageset.yaml"), Gap.Inside.Folder.Combine("other", "imageset.yaml"));

        // By the name of the mirror, and by a lock of its own.
        var first = await Gap.PublishAsync(Token);
        var writes = (await Gap.Destination.RequestsAsync(Token)).Where(request => request.Method is "PUT" or "POST").ToList();
        var second = await Gap.Inside.PublishAsync(Gap.InsideOptions() with { ConfigurationFile = Gap.Inside.Folder.Combine("other", "imageset.yaml"), IsConfigurationOptional = false }, Token);

        Assert.Contains("has 1 image, 1 of them new", first, StringComparison.Ordinal);
        Assert.All(writes, request => Assert.StartsWith("/v2/ocp/a/app0/", request.Path, StringComparison.Ordinal));
        Assert.Contains("has 1 image, 1 of them new", second[3].Result.Message, StringComparison.Ordinal);
        await Gap.AssertThereAsync("a/app0", images["a/app0"], Token);
        await Gap.AssertThereAsync("a/app1", images["a/app1"], Token);
    }

    [Fact]
    public async Task Archives_of_two_mirrors_are_refused_by_name_when_none_is_meant()
    {
        await Gap.PushManyAsync(2, 1000, Token);
        Gap.Carry([.. await Gap.PackAsync(Token, repositories: ["a/app0"]), .. await PackOtherAsync("a/app1")]);
        Gap.Inside.ConfigureMirror("additionalImages:\n- name: quay.io/a/app0:1", "north");

        var unnamed = await RunAsync("Publish", "--destination", Gap.Address, "--dest-tls-verify=false");
        var verified = await RunAsync("Verify");
        var failure = await Assert.ThrowsAsync<MirrorException>(
            () => Gap.Inside.PublishAsync(Gap.InsideOptions() with { ConfigurationFile = Gap.Inside.Folder.Combine("north", "imageset.yaml") }, Token));

        Assert.True(verified.ExitCode == 0, verified.OutputText + verified.Error);
        Assert.Equal((int)ExitCode.Configuration, unnamed.ExitCode);
        Assert.Matches("error MIR4017: The archives 'mirror-[0-9a-f.]+', 'other-[0-9a-f.]+' are of different mirrors: publish each by itself", unnamed.OutputText + unnamed.Error);
        Assert.Equal(MirrorErrors.ArchivesAmbiguous, failure.Diagnostics[0].Code);
        Assert.Matches("The archives 'mirror-[0-9a-f.]+', 'other-[0-9a-f.]+' are of different mirrors", failure.Diagnostics[0].Message);
        Assert.Equal(0, await Gap.WritesAsync(Token));

        Task<ToolResult> RunAsync(string target, params string[] more) => ToolProcess.RunAsync(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"), "--target", target, "--from", Gap.Carried, "--quiet", "--output", Gap.Inside.Folder.Combine("output"), .. more],
            new ToolOptions { Environment = HostProcess.Environment(Gap.Inside), WorkingFolder = Gap.Inside.Folder.Path },
            Token);
    }

    /// <summary>Packs another mirror of the same machine, after the first.</summary>
    private async Task<IReadOnlyList<string>> PackOtherAsync(string repository)
    {
        Gap.Outside.ConfigureMirror($"additionalImages:\n- name: quay.io/{repository}:1", "other");
        File.Copy(Gap.Outside.Folder.Combine("mirror", "registries.conf"), Gap.Outside.Folder.Combine("other", "registries.conf"));
        using var engine = Gap.Outside.NewEngine(Gap.Outside.Options(null) with
        {
            ConfigurationFile = Gap.Outside.Folder.Combine("other", "imageset.yaml"),
            OutputFolder = Gap.Outside.Folder.Combine("output-other"),
        });
        await engine.ResolveAsync(Token);
        await engine.LockAsync(Token);
        await engine.FetchAsync(Token);
        await engine.PackAsync(Token);
        return [.. Directory.EnumerateFiles(Gap.Outside.Folder.Combine("output-other", "archives"))];
    }
}
