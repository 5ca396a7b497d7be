using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Deletion from a real registry: what is planned goes, what anything needs stays and can still be pulled.</summary>
public sealed class DeleteTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private readonly HttpClient _client = new();
    private DockerRegistryProcess _source = null!;
    private DockerRegistryProcess _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Destination => $"docker://{_destination.Endpoint}/ocp";

    private string Plan => _workspace.Output("delete", "delete-images.yaml").Replace(_destination.Endpoint, "REGISTRY", StringComparison.Ordinal);

    private string PlanPath => _workspace.Folder.Combine("output", "delete", "delete-images.yaml");

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _client.Dispose();
        _workspace.Dispose();
    }

    private Task PushAsync(string repository, string? tag, ImageContent image) => _client.PushImageAsync(_source.BaseUri, repository, tag, image, Token);

    private Task<string> PublishAsync(params string[] images) =>
        PublishEntriesAsync($"lock-{images.Length}.json", [.. images.Select(image => $"name: quay.io/{image}")]);

    private async Task<string> PublishEntriesAsync(string name, params string[] entries)
    {
        _workspace.Configure(entries);
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var kept = _workspace.Folder.Combine(name);
        File.WriteAllText(kept, _workspace.LockText);
        return kept;
    }

    private async Task<StepResult> RunAsync(Func<MirrorEngine, CancellationToken, Task<StepResult>> step, Func<MirrorOptions, MirrorOptions>? change = null)
    {
        var options = _workspace.Options(Destination);
        using var engine = _workspace.NewEngine(change is null ? options : change(options));
        return await step(engine, Token);
    }

    private async Task<MirrorException> RefusedAsync(Func<MirrorEngine, CancellationToken, Task<StepResult>> step, Func<MirrorOptions, MirrorOptions>? change = null) =>
        await Assert.ThrowsAsync<MirrorException>(() => RunAsync(step, change));

    private MirrorOptions Named(MirrorOptions options, string delete)
    {
        _workspace.Folder.WriteFile("mirror/delete.yaml", $"apiVersion: mirror.openshift.io/v2alpha1\nkind: DeleteImageSetConfiguration\ndelete:\n  additionalImages:\n{delete}");
        return options with { ConfigurationFile = _workspace.Folder.Combine("mirror", "delete.yaml") };
    }

    private async Task<bool> IsThereAsync(string reference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_destination.BaseUri, $"v2/ocp/{reference.Replace("@", "/manifests/", StringComparison.Ordinal)}"));
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json");
        using var response = await _client.SendAsync(request, Token);
        return response.IsSuccessStatusCode;
    }

    private Task PullAsync(string name) => Skopeo.CopyAsync(
        $"docker://{_destination.Endpoint}/ocp/{name}", $"dir:{_workspace.Folder.Combine($"pulled-{name.Replace('/', '-').Replace(':', '-')}")}", all: true, Token);

    private async Task<int> DeletionsAsync() => (await _destination.RequestsAsync(Token)).Count(request => request.Method == "DELETE");

    /// <summary>Two indexes that share one instance.</summary>
    private static (ImageContent First, ImageContent Second, ImageContent Own, ImageContent Shared) Indexes()
    {
        var own = ImageBuilder.Simple("own");
        var shared = ImageBuilder.Simple("shared instance");
        var other = ImageBuilder.Simple("other");
        return (new IndexBuilder { Children = [own, shared] }.Build(), new IndexBuilder { Children = [shared, other] }.Build(), own, shared);
    }

    [Fact]
    public async Task Prune_deletes_the_old_and_what_live_locks_share_still_pulls()
    {
        var (first, second, own, shared) = Indexes();
        var twice = ImageBuilder.Simple("twice");
        await PushAsync("a/multi", "1", first);
        await PushAsync("a/multi", "2", second);
        await PushAsync("a/same", "1", twice);
        await PushAsync("a/same", "2", twice);
        await PushAsync("a/elsewhere", "1", twice);
        await PushAsync("a/old", "1", ImageBuilder.Simple("old"));
        var old = await PublishAsync("a/multi:1", "a/multi:2", "a/same:1", "a/same:2", "a/elsewhere:1", "a/old:1");
        await PublishAsync("a/multi:2", "a/same:2");

        var result = await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(old) });

        Assert.Equal(
            "deleted 4 names (0 gone already, 0 moved on); the registry frees the space when its owner runs its garbage collection", result.Message);
        Assert.False(await IsThereAsync($"a/old@1"));
        Assert.False(await IsThereAsync($"a/elsewhere@1"));
        Assert.False(await IsThereAsync($"a/multi@1"));
        Assert.False(await IsThereAsync($"a/multi@{own.Digest}"));
        Assert.True(await IsThereAsync($"a/multi@{shared.Digest}"));
        await PullAsync("a/multi:2");
        await PullAsync("a/same:2");
        await PullAsync("a/same:1");
        using var engine = _workspace.NewEngine(_workspace.Options(Destination) with { Deep = true });
        await engine.VerifyAsync(Token);
    }

    [Fact]
    public async Task Plan_is_written_reviewed_and_executed()
    {
        var multi = IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64");
        await PushAsync("a/multi", "1", multi);
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/multi:1", "a/keep:1");
        await PublishAsync("a/keep:1");

        var planned = await RunAsync(
            (engine, token) => engine.DeletePlanAsync(token),
            options => Named(options, "  - name: quay.io/a/multi:1\n") with { Base = new BaseFile(old) });
        var plan = Plan;
        var deletionsBefore = await DeletionsAsync();
        var deleted = await RunAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = PlanPath });
        var again = await RunAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = PlanPath });

        Assert.StartsWith("wrote 'output/delete/delete-images.yaml': 3 manifests with 3 names, ", planned.Message, StringComparison.Ordinal);
        Assert.EndsWith("(0 gone already, 0 still needed). Review it, then run '--target Delete --plan output/delete/delete-images.yaml'", planned.Message, StringComparison.Ordinal);
        var children = multi.Children.Select(child => child.Digest.ToString()).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(
            $"""
            ---
            apiVersion: mirror.openshift.io/v2alpha1
            items:
            - digest: {multi.Digest}
              imageName: quay.io/a/multi:1
              imageReference: docker://REGISTRY/ocp/a/multi:1
              type: generic
            - digest: {children[0]}
              imageName: quay.io/a/multi@{children[0]}
              imageReference: docker://REGISTRY/ocp/a/multi@{children[0]}
              type: generic
            - digest: {children[1]}
              imageName: quay.io/a/multi@{children[1]}
              imageReference: docker://REGISTRY/ocp/a/multi@{children[1]}
              type: generic
            kind: DeleteImageList

            """,
            plan);
        Assert.Equal(0, deletionsBefore);
        Assert.Equal("deleted 3 names (0 gone already, 0 moved on); the registry frees the space when its owner runs its garbage collection", deleted.Message);
        Assert.True(again.IsUpToDate);
        Assert.Contains("\"outcome\": \"absent\"", _workspace.Output("delete", "delete-report.json"), StringComparison.Ordinal);
        Assert.False(await IsThereAsync("a/multi@1"));
        await PullAsync("a/keep:1");
    }

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
            _workspace.Output("delete", "kept.txt"));
        Assert.Equal(2, _workspace.Warnings.Count(warning => warning.Code == MirrorErrors.ContentKept));
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
        _workspace.Folder.WriteFile(
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

        var failure = await RefusedAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = _workspace.Folder.Combine("plan.yaml") });

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
    public async Task Manifest_with_a_tag_that_nobody_named_stays()
    {
        var image = ImageBuilder.Simple("image");
        await PushAsync("a/image", "1", image);
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/keep:1", "a/image:1");
        await PublishAsync("a/keep:1");
        await _client.PushImageAsync(_destination.BaseUri, "ocp/a/image", "mine", image, Token);

        var result = await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(old) });

        Assert.True(result.IsUpToDate);
        Assert.Equal("'ocp/a/image:1' stays: the tag 'mine' shows it too, and nobody says that it may go; name that tag too\n", _workspace.Output("delete", "kept.txt"));
        await PullAsync("a/image:mine");
    }

    [Fact]
    public async Task Tag_that_no_lock_names_any_more_stays_on_what_is_needed_and_goes_with_it_by_a_base_that_has_it()
    {
        var image = ImageBuilder.Simple("image");
        await PushAsync("a/image", "1", image);
        await PushAsync("a/image", "2", image);
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var first = await PublishEntriesAsync("first.json", "name: quay.io/a/keep:1", "name: quay.io/a/image:1", "name: quay.io/a/image:2");
        var second = await PublishEntriesAsync("second.json", "name: quay.io/a/keep:1", "name: quay.io/a/image:2");

        var shared = await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(first) });
        var keptShared = _workspace.Output("delete", "kept.txt");
        await PullAsync("a/image:1");
        await PublishEntriesAsync("third.json", "name: quay.io/a/keep:1");
        await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(second) });
        var keptAlone = _workspace.Output("delete", "kept.txt");
        var deletionsBefore = await DeletionsAsync();
        var gone = await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(first) });

        Assert.True(shared.IsUpToDate);
        Assert.Equal(
            "'ocp/a/image:1' stays: images/quay.io/a/image:2 in 'mirror/mirror.lock.json' needs it; the tag goes with its manifest, when a base that has the tag is pruned\n", keptShared);
        Assert.Equal("'ocp/a/image:2' stays: the tag '1' shows it too, and nobody says that it may go; name that tag too\n", keptAlone);
        Assert.Equal(0, deletionsBefore);
        Assert.StartsWith("deleted 2 names (0 gone already, 0 moved on)", gone.Message, StringComparison.Ordinal);
        Assert.Equal(1, await DeletionsAsync());
        Assert.False(await IsThereAsync("a/image@1"));
        Assert.False(await IsThereAsync("a/image@2"));
        await PullAsync("a/keep:1");
    }

    [Fact]
    public async Task Stale_tag_goes_when_it_is_named()
    {
        var image = ImageBuilder.Simple("image");
        await PushAsync("a/image", "2", image);
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/image:2", "a/keep:1");
        await _client.PushImageAsync(_destination.BaseUri, "ocp/a/image", "1", image, Token);
        await PublishAsync("a/keep:1");

        await RunAsync(
            (engine, token) => engine.DeletePlanAsync(token),
            options => Named(options, "  - name: quay.io/a/image:1\n  - name: quay.io/a/image:2\n") with { Base = new BaseFile(old) });
        var deleted = await RunAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = PlanPath });

        Assert.StartsWith("deleted 2 names (0 gone already, 0 moved on)", deleted.Message, StringComparison.Ordinal);
        Assert.False(await IsThereAsync("a/image@1"));
    }

    [Fact]
    public async Task Tags_of_single_images_are_asked_for_by_HEAD_and_indexes_are_read()
    {
        await PushAsync("a/image", "old", ImageBuilder.Simple("old"));
        await PushAsync("a/image", "new", ImageBuilder.Simple("new"));
        await PushAsync("a/image", "multi", IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64"));
        var old = await PublishAsync("a/image:old", "a/image:new", "a/image:multi");
        await PublishAsync("a/image:new", "a/image:multi");
        var before = (await _destination.RequestsAsync(Token)).Count;

        await RunAsync((engine, token) => engine.DeletePlanAsync(token), options => options with { Base = new BaseFile(old) });

        var requests = (await _destination.RequestsAsync(Token)).Skip(before).Where(request => request.Path.Contains("/manifests/", StringComparison.Ordinal))
            .Select(request => $"{request.Method} {request.Path[(request.Path.LastIndexOf('/') + 1)..]}").Where(request => !request.Contains("sha256", StringComparison.Ordinal));
        Assert.Equal(["GET multi", "HEAD multi", "HEAD new", "HEAD old"], requests.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tag_that_a_deleted_release_left_keeps_nothing(bool isReleaseGone)
    {
        await PushAsync("a/cli", "1", ImageBuilder.Simple("cli"));
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        const string Keep = "name: quay.io/a/keep:1";
        string[] both =
        [
            Keep,
            "name: quay.io/a/cli:1\ntargetRepo: openshift/release\ntargetTag: 4.20.8-x86_64-cli",
            "name: quay.io/a/cli:1\ntargetRepo: openshift/release\ntargetTag: 4.20.9-x86_64-cli",
        ];
        var first = await PublishEntriesAsync("first.json", both);
        var second = await PublishEntriesAsync("second.json", both[0], both[2]);
        if (!isReleaseGone)
        {
            await _client.PushImageAsync(_destination.BaseUri, "ocp/openshift/release-images", "4.20.8-x86_64", ImageBuilder.Simple("payload"), Token);
        }

        await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(first) });
        var isShared = await IsThereAsync("openshift/release@4.20.8-x86_64-cli");
        await PublishEntriesAsync("third.json", Keep);
        await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(second) });

        Assert.True(isShared);
        Assert.Equal(!isReleaseGone, await IsThereAsync("openshift/release@4.20.9-x86_64-cli"));
        Assert.Equal(!isReleaseGone, await IsThereAsync("openshift/release@4.20.8-x86_64-cli"));
        Assert.Equal(isReleaseGone, Plan.Contains("imageReference: docker://REGISTRY/ocp/openshift/release:4.20.8-x86_64-cli\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signature_goes_with_its_image()
    {
        var image = ImageBuilder.Simple("image");
        var tag = $"sha256-{image.Digest.Hex}.sig";
        await PushAsync("a/image", "1", image);
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/keep:1", "a/image:1");
        await PublishAsync("a/keep:1");
        await _client.PushImageAsync(_destination.BaseUri, "ocp/a/image", tag, ImageBuilder.Simple("signature"), Token);

        await RunAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(old) });

        Assert.Contains($"imageReference: docker://REGISTRY/ocp/a/image:{tag}\n", Plan, StringComparison.Ordinal);
        Assert.False(await IsThereAsync("a/image@1"));
        Assert.False(await IsThereAsync($"a/image@{tag}"));
    }

    [Fact]
    public async Task Tag_that_has_moved_on_since_the_plan_stays()
    {
        await PushAsync("a/image", "1", ImageBuilder.Simple("image"));
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        var old = await PublishAsync("a/keep:1", "a/image:1");
        await PublishAsync("a/keep:1");
        await RunAsync((engine, token) => engine.DeletePlanAsync(token), options => options with { Base = new BaseFile(old) });
        await _client.PushImageAsync(_destination.BaseUri, "ocp/a/image", "1", ImageBuilder.Simple("another"), Token);

        var result = await RunAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = PlanPath });

        Assert.True(result.IsUpToDate, result.Message);
        Assert.Contains(_workspace.Warnings, warning => warning.Code == MirrorErrors.TagMoved);
        await PullAsync("a/image:1");
    }

    [Fact]
    public async Task Additional_image_that_no_lock_knows_is_found_by_its_name()
    {
        await PushAsync("a/keep", "1", ImageBuilder.Simple("keep"));
        await PublishAsync("a/keep:1");
        await _client.PushImageAsync(_destination.BaseUri, "ocp/b/stray", "1", ImageBuilder.Simple("stray"), Token);

        await RunAsync((engine, token) => engine.DeletePlanAsync(token), options => Named(options, "  - name: quay.io/b/stray:1\n"));
        var failure = await RefusedAsync((engine, token) => engine.DeletePlanAsync(token), options => Named(options, "  - name: quay.io/b/nowhere:1\n"));

        Assert.Contains("imageReference: docker://REGISTRY/ocp/b/stray:1\n", Plan, StringComparison.Ordinal);
        Assert.Equal(
            "mirror/delete.yaml(5,5): error MIR5106: 'images/quay.io/b/nowhere:1' is in none of the locks 'mirror/mirror.lock.json'. Name the lock that it was mirrored with: '--base FILE' or '--base git:REVISION'.",
            Assert.Single(failure.Diagnostics).ToString());
    }

    [Fact]
    public async Task Registry_that_does_not_delete_says_so()
    {
        await _destination.DisposeAsync();
        _destination = await DockerRegistryProcess.StartAsync(new DockerRegistryOptions { AllowDelete = false }, Token);
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
        _workspace.Folder.WriteFile("plan.yaml", "apiVersion: mirror.openshift.io/v2alpha1\nkind: DeleteImageList\nitems:\n- imageReference: docker://elsewhere.example.com/a/keep:1\n- imageReference: bad\n- digest: x\n");

        var noPlan = await RefusedAsync((engine, token) => engine.DeleteAsync(token));
        var noFile = await RefusedAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = _workspace.Folder.Combine("none.yaml") });
        var foreign = await RefusedAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = _workspace.Folder.Combine("plan.yaml") });
        var noBase = await RefusedAsync((engine, token) => engine.PruneAsync(token));
        File.Delete(_workspace.Folder.Combine("mirror", "mirror.lock.json"));
        var noLock = await RefusedAsync((engine, token) => engine.PruneAsync(token), options => options with { Base = new BaseFile(_workspace.Folder.Combine("lock-1.json")) });

        Assert.Equal(MirrorErrors.DeletePlanMissing, noPlan.Diagnostics[0].Code);
        Assert.Contains("'--plan output/delete/delete-images.yaml'", noPlan.Message, StringComparison.Ordinal);
        Assert.Equal(MirrorErrors.DeletePlanMissing, noFile.Diagnostics[0].Code);
        Assert.Equal(["MIR1018(6,11)", "MIR1006(6,3)"], foreign.Diagnostics.Select(d => $"{d.Code.Id}({d.Span?.Line},{d.Span?.Column})").Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(MirrorErrors.DeletionUnnamed, noBase.Diagnostics[0].Code);
        Assert.Equal(MirrorErrors.LiveLockMissing, noLock.Diagnostics[0].Code);
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
        _workspace.Folder.WriteFile(
            "plan.yaml",
            $"apiVersion: mirror.openshift.io/v2alpha1\nkind: DeleteImageList\nitems:\n- imageReference: {Destination}/a/keep:1\n- imageReference: docker://{_destination.Endpoint}/{name}\n");
        var before = (await _destination.RequestsAsync(Token)).Count;

        var failure = await RefusedAsync((engine, token) => engine.DeleteAsync(token), options => options with { PlanFile = _workspace.Folder.Combine("plan.yaml") });

        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
        Assert.StartsWith($"plan.yaml(5,19): error {code}: ", Assert.Single(failure.Diagnostics).ToString(), StringComparison.Ordinal);
        Assert.Equal(before, (await _destination.RequestsAsync(Token)).Count);
    }

    [Fact]
    public async Task Content_goes_from_the_store_as_well_when_asked_but_not_what_a_lock_needs()
    {
        var shared = Layer.Random("shared", 5_000);
        var old = new ImageBuilder { Layers = [shared, Layer.Random("old", 1_000)] }.Build();
        var keep = new ImageBuilder { Layers = [shared, Layer.Random("keep", 1_000)] }.Build();
        await PushAsync("a/old", "1", old);
        await PushAsync("a/keep", "1", keep);
        _workspace.Configure("name: quay.io/a/old:1", "name: quay.io/a/keep:1");
        await _workspace.PublishAsync(_workspace.Options(Destination) with { KeepLayers = true }, Token);
        File.Copy(_workspace.Folder.Combine("mirror", "mirror.lock.json"), _workspace.Folder.Combine("old.json"));
        await PublishAsync("a/keep:1");

        var result = await RunAsync(
            (engine, token) => engine.PruneAsync(token),
            options => options with { Base = new BaseFile(_workspace.Folder.Combine("old.json")), ForceCacheDelete = true });

        Assert.Contains("; removed 3 of 7 blobs, ", result.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Blob(old.Digest.Hex)));
        Assert.True(File.Exists(Blob(shared.Digest.Hex)));
        Assert.True(File.Exists(Blob(keep.Digest.Hex)));
    }

    [Fact]
    public async Task Layout_on_disk_is_pruned_down_to_its_files()
    {
        var layout = $"oci:{_workspace.Folder.Combine("layout")}";
        var shared = Layer.Random("shared", 5_000);
        var old = new ImageBuilder { Layers = [shared, Layer.Random("old", 1_000)] }.Build();
        await PushAsync("a/old", "1", old);
        await PushAsync("a/keep", "1", new ImageBuilder { Layers = [shared, Layer.Random("keep", 1_000)] }.Build());
        _workspace.Configure("name: quay.io/a/old:1", "name: quay.io/a/keep:1");
        await _workspace.PublishAsync(_workspace.Options(layout), Token);
        File.Copy(_workspace.Folder.Combine("mirror", "mirror.lock.json"), _workspace.Folder.Combine("old.json"));
        _workspace.Configure("name: quay.io/a/keep:1");
        await _workspace.PublishAsync(_workspace.Options(layout), Token);

        using var engine = _workspace.NewEngine(_workspace.Options(layout) with { Base = new BaseFile(_workspace.Folder.Combine("old.json")) });
        var result = await engine.PruneAsync(Token);

        Assert.StartsWith("deleted 1 name (0 gone already, 0 moved on), ", result.Message, StringComparison.Ordinal);
        Assert.Equal(4, Directory.EnumerateFiles(_workspace.Folder.Combine("layout", "blobs", "sha256")).Count());
        await Skopeo.CopyAsync($"{layout}:a/keep:1", $"dir:{_workspace.Folder.Combine("pulled")}", all: true, Token);
    }

    private string Blob(string hex) => _workspace.Folder.Combine("store", "blobs", "sha256", hex);
}
