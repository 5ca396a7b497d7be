using System.Text;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Testing.Charts;

namespace Mirror.EndToEnd.Tests.Charts;

/// <summary>Repositories whose charts are all taken.</summary>
public sealed class WholeRepositoryTests : ChartWorldTests
{
    [Fact]
    public async Task Repository_withoutRepository_brings_every_version_but_libraries()
    {
        Repository.Add(ChartWorld.Web());
        Repository.Add(ChartWorld.Web("1.3.0"));
        Repository.Add(new TestChart("lib", "0.1.0", "type: library\n"), type: "library");
        Repository.Add(new TestChart("job", "0.1.0").Pod("job", "quay.io/a/job:1"));
        Repository.Add(new TestChart("job", "latest"));
        Workspace.ConfigureMirror($"helm:\n  repositories:\n  - url: {Repository.Url}");

        await Workspace.PublishAsync(Workspace.Options(Destination), Token);
        var before = Workspace.LockText;
        Repository.Add(ChartWorld.Web("1.4.0"));
        await Workspace.LockAsync(Token);
        var kept = Workspace.LockText;
        await Workspace.LockAsync(Token, update: Repository.Url);

        Assert.Equal(before, kept);
        Assert.Contains(Workspace.Warnings, warning => warning.Code.Id == "MIR7503" && warning.Message.Contains("'latest'", StringComparison.Ordinal));
        Assert.Equal(["job:0.1.0", "web:1.2.3", "web:1.3.0", "web:1.4.0"], World.Locked().Charts.Select(chart => chart.Id));
        await World.AssertPublishedAsync("a/job:1");
    }

    private void Configure(string more = "") => Workspace.ConfigureMirror($"helm:\n  repositories:\n  - url: {Repository.Url}\n{more}");

    private string[] Locked() =>
    [
        .. LockFileReader.Read(Encoding.UTF8.GetBytes(Workspace.LockText), "lock").Sources.Values.OfType<LockedHelmSource>()
            .SelectMany(source => source.Charts.Select(chart => chart.Id)).Order(StringComparer.Ordinal),
    ];

    private static TestChart Demanding(string version) => new TestChart("vault", version)
        .Add("templates/secret.yaml", "kind: Secret\nstringData:\n  password: {{ required \"a password is needed\" .Values.password }}\n")
        .Pod("vault", "quay.io/a/job:1");

    [Fact]
    public async Task Every_chart_that_cannot_be_taken_is_listed_with_its_reason_and_the_way_out()
    {
        Repository.Add(ChartWorld.Web());
        Repository.Add(Demanding("1.0.0"));
        Repository.Add(Demanding("1.10.0"));
        Repository.Add(Demanding("1.9.0"));
        Repository.Add(new TestChart("broken", "0.1.0").Add("templates/a.yaml", "{{ if }}"));
        Repository.Add(new TestChart("lost", "2.0.0"));
        Repository.Set("lost-2.0.0.tgz", null);
        Repository.Add(new TestChart("old", "0.1.0").Pod("old", "quay.io/a/gone:1"));
        Configure();

        var failure = await World.FailsAsync();

        string[] beginnings =
        [
            "MIR7003 The chart 'broken:0.1.0': broken/templates/a.yaml(1,7)",
            "MIR2462 The archive of the chart 'lost:2.0.0' is not at",
            "MIR2010 There is no image 'quay.io/a/gone:1' at its source. The chart 'old:0.1.0'",
            "MIR7005 The chart 'vault:1.0.0': vault/templates/secret.yaml(3,16): a password is needed. The same holds for its versions '1.9.0', '1.10.0'. To go on without it,",
        ];
        Assert.Equal(beginnings.Length, failure.Diagnostics.Count);
        Assert.All(beginnings.Zip(failure.Diagnostics), told => Assert.StartsWith(told.First, $"{told.Second.Code.Id} {told.Second.Message}", StringComparison.Ordinal));
        Assert.All(failure.Diagnostics, diagnostic => Assert.Equal("mirror/imageset.yaml(6,7)", diagnostic.Span!.ToString()));
        Assert.Contains("name it under 'charts' of a second entry with the same 'url' too.", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Workspace.Folder.Combine("mirror", "mirror.lock.json")));
    }

    [Fact]
    public async Task What_is_excluded_stays_out_and_a_second_entry_takes_it_with_values()
    {
        Repository.Add(ChartWorld.Web());
        Repository.Add(ChartWorld.Web("2.0.0"));
        Repository.Add(Demanding("1.0.0"));
        Repository.Add(Demanding("1.1.0"));
        Configure($"    exclude:\n    - name: vault\n    - {"{"}name: web, version: <2.0.0{"}"}\n  - url: {Repository.Url}\n    charts:\n    - name: vault\n      values: {"{"}password: any{"}"}");

        await Workspace.PublishAsync(Workspace.Options(Destination), Token);

        Assert.Equal(["vault:1.1.0", "web:2.0.0"], Locked());
        Assert.Empty(Workspace.Warnings);
        await World.AssertPublishedAsync("a/job:1");
        await Workspace.LockAsync(Token, LockMode.Locked);
    }

    [Fact]
    public async Task Changed_exclusion_changes_nothing_else()
    {
        Repository.Add(ChartWorld.Web());
        Repository.Add(new TestChart("job", "0.1.0").Pod("job", "quay.io/a/job:1"));
        Repository.Add(new TestChart("own", "1.0.0").Pod("own", "quay.io/a/extra:2"));
        Configure("    exclude: [{name: job}]");
        await Workspace.LockAsync(Token);
        var before = Locked();
        Repository.Add(ChartWorld.Web("1.3.0"));
        Repository.ForgetRequests();

        Configure("    exclude: [{name: job}, {name: own}]");
        await Workspace.LockAsync(Token);
        var (narrowed, requests) = (Locked(), Repository.Requests.Count);
        Configure("    exclude: [{name: own}]");
        await Workspace.LockAsync(Token);

        Assert.Equal(["own:1.0.0", "web:1.2.3"], before);
        Assert.Equal(["web:1.2.3"], narrowed);
        Assert.Equal(0, requests);
        Assert.Equal(["job:0.1.0", "web:1.2.3"], Locked());
    }

    [Theory]
    [InlineData("{name: wep}", "MIR7504", "Did you mean 'web'?")]
    [InlineData("{name: web, version: 3.x}", "MIR7504", "'exclude' names 'web 3.x'")]
    [InlineData("{name: web, version: new}", "MIR7001", "'new' is not a version or a range of versions")]
    public async Task Exclusion_that_means_nothing_is_told_at_its_place(string exclusion, string code, string words)
    {
        Repository.Add(ChartWorld.Web());
        Configure($"    exclude: [{exclusion}]");

        var failure = await Record.ExceptionAsync(() => Workspace.LockAsync(Token)) as MirrorException;

        var diagnostic = Assert.Single(failure?.Diagnostics ?? [.. Workspace.Warnings]);
        Assert.Equal(code, diagnostic.Code.Id);
        Assert.Contains(words, diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(7, diagnostic.Span!.Line);
    }
}
