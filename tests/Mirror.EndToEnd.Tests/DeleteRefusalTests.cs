using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Plans and calls that are refused: nothing is deleted, and the message says why.</summary>
public sealed class DeleteRefusalTests : DeletionTests
{
    [Fact]
    public async Task What_a_live_lock_needs_is_left_out_of_the_plan_by_name()
    {
        await PushAsync("a/one", "1", ImageBuilder.Simple("one"));
        await PushAsync("a/two", "1", ImageBuilder.Simple("two"));
        var other = await PublishAsync("a/one:1", "a/two:1");
        await PublishAsync("a/one:1");

        await RunAsync(
            (engine, token) => engine.DeletePlanAsync(token),
            options => Named(options, "  - name: quay.io/a/one:1\n  - name: quay.io/a/two:1\n") with { Base = new BaseFile(other), Live = [new BaseFile(other)] });

        Assert.Contains("items: []", Plan, StringComparison.Ordinal);
        Assert.Equal(
            "'ocp/a/one:1' stays: images/quay.io/a/one:1 in 'mirror/mirror.lock.json' needs it\n'ocp/a/two:1' stays: images/quay.io/a/two:1 in 'lock-2.json' needs it\n",
            Workspace.Output("delete", "kept.txt"));
        Assert.Equal(2, Workspace.Warnings.Count(warning => warning.Code == MirrorErrors.ContentKept));
    }

    [Fact]
    public async Task Plan_with_an_instance_of_an_index_is_refused_by_name_and_nothing_is_deleted()
    {
        var (first, _, own, _) = Indexes();
        await PushAsync("a/multi", "1", first);
        await PushAsync("a/old", "1", ImageBuilder.Simple("old"));
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        await PublishAsync("a/multi:1", "a/old:1", "a/keep:1");
        await PublishAsync("a/keep:1");
        Workspace.Folder.WriteFile(
            "plan.yaml",
            $"""
            apiVersion: mirror.openshift.io/v2alpha1
            kind: DeleteImageList
            items:
            - imageName: x
              imageReference: {Destination}/a/multi@{own.Digest}
              type: generic
            - imageName: x
              imageReference: {Destination}/a/old:1
              type: generic
            """);

        var failure = await RefusedAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = Workspace.Folder.Combine("plan.yaml") });

        Assert.Equal(ExitCode.Policy, failure.ExitCode);
        Assert.Equal(
            $"'ocp/a/multi@{own.Digest}' can't be deleted: the index 'ocp/a/multi:1' lists it. Take it out of the plan; nothing was deleted.", Assert.Single(failure.Diagnostics).Message);
        Assert.Equal(0, await DeletionsAsync());
    }

    [Fact]
    public async Task Plan_that_was_right_once_is_refused_when_a_lock_needs_it_again()
    {
        await PushAsync("a/old", "1", ImageBuilder.Simple("old"));
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/keep:1", "a/old:1");
        await PublishAsync("a/keep:1");
        await RunAsync((engine, token) => engine.DeletePlanAsync(token), options => options with { Base = new BaseFile(old) });
        await PublishAsync("a/keep:1", "a/old:1");

        var failure = await RefusedAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = PlanPath });

        Assert.Equal(MirrorErrors.DeleteRefused, Assert.Single(failure.Diagnostics).Code);
        Assert.Contains("'ocp/a/old:1' can't be deleted: images/quay.io/a/old:1 in 'mirror/mirror.lock.json' needs it.", failure.Message, StringComparison.Ordinal);
        await PullAsync("a/old:1");
    }

    [Fact]
    public async Task Registry_that_does_not_delete_says_so()
    {
        await DestinationRegistry.DisposeAsync();
        DestinationRegistry = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { AllowDelete = false }, Token);
        await PushAsync("a/image", "1", ImageBuilder.Simple("image"));
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/keep:1", "a/image:1");
        await PublishAsync("a/keep:1");

        var failure = await RefusedAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(old) });

        Assert.Equal((MirrorErrors.DeleteUnsupported, ExitCode.Destination), (failure.Diagnostics[0].Code, failure.ExitCode));
        Assert.Contains("REGISTRY_STORAGE_DELETE_ENABLED=true", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_calls_say_what_is_missing()
    {
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        await PublishAsync("a/keep:1");
        Workspace.Folder.WriteFile("plan.yaml", "apiVersion: mirror.openshift.io/v2alpha1\nkind: DeleteImageList\nitems:\n- imageReference: docker://elsewhere.example.com/a/keep:1\n- imageReference: bad\n- digest: x\n");

        var noPlan = await RefusedAsync((engine, token) => engine.DeleteAsync(token));
        var noFile = await RefusedAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = Workspace.Folder.Combine("none.yaml") });
        var foreign = await RefusedAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = Workspace.Folder.Combine("plan.yaml") });
        var noBase = await RefusedAsync((engine, token) => engine.PruneAsync(token));
        File.Delete(Workspace.Folder.Combine("mirror", "mirror.lock.json"));
        var noLock = await RefusedAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(Workspace.Folder.Combine("lock-1.json")) });

        Assert.Equal(MirrorErrors.DeletePlanMissing, noPlan.Diagnostics[0].Code);
        Assert.Contains("'--plan output/delete/delete-images.yaml'", noPlan.Message, StringComparison.Ordinal);
        Assert.Equal(MirrorErrors.DeletePlanMissing, noFile.Diagnostics[0].Code);
        Assert.Equal(["MIR1018(6,11)", "MIR1006(6,3)"], foreign.Diagnostics.Select(d => $"{d.Code.Id}({d.Span?.Line},{d.Span?.Column})").Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(MirrorErrors.DeletionUnnamed, noBase.Diagnostics[0].Code);
        Assert.Equal(MirrorErrors.LiveLockMissing, noLock.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Base_without_content_is_refused_and_never_taken_for_one_that_is_deleted_already()
    {
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        await PublishAsync("a/keep:1");
        Workspace.Folder.WriteFile("empty.json", "{\"lockVersion\": 1, \"resolverVersion\": 1, \"sources\": {}}\n");

        var failure = await RefusedAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(Workspace.Folder.Combine("empty.json")) });

        Assert.Equal(
            "What '--base' names (empty.json) has no lock 'mirror/mirror.lock.json', or one without content, so nothing says what is to be deleted. Name the lock that was mirrored before.",
            Assert.Single(failure.Diagnostics).Message);
    }

    [Theory]
    [InlineData("../../etc/passwd:1", "MIR5102")]
    [InlineData("ocp/../other/a:1", "MIR1011")]
    [InlineData("ocp/a/../../other:1", "MIR1011")]
    [InlineData("ocpother/a:1", "MIR5102")]
    [InlineData("ocp/a", "MIR1011")]
    [InlineData("ocp/a@sha256:12", "MIR1011")]
    [InlineData("ocp/a:1/../../x", "MIR1011")]
    public async Task Name_that_leads_elsewhere_ends_the_run_before_any_request(string name, string code)
    {
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        await PublishAsync("a/keep:1");
        Workspace.Folder.WriteFile(
            "plan.yaml",
            $"apiVersion: mirror.openshift.io/v2alpha1\nkind: DeleteImageList\nitems:\n- imageReference: {Destination}/a/keep:1\n- imageReference: docker://{DestinationRegistry.Endpoint}/{name}\n");
        var before = (await DestinationRegistry.RequestsAsync(Token)).Count;

        var failure = await RefusedAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = Workspace.Folder.Combine("plan.yaml") });

        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
        Assert.StartsWith($"plan.yaml(5,19): error {code}: ", Assert.Single(failure.Diagnostics).ToString(), StringComparison.Ordinal);
        Assert.Equal(before, (await DestinationRegistry.RequestsAsync(Token)).Count);
    }
}
