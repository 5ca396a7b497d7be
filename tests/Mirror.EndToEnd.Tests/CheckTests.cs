using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Testing.Charts;

namespace Mirror.EndToEnd.Tests;

/// <summary>When Check has to look again.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly MirrorWorkspace _workspace = new();

    public CheckTests() => _workspace.Configure("name: quay.io/a/b:1");

    public void Dispose() => _workspace.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<bool> IsUpToDateAsync(LockMode mode = LockMode.Update)
    {
        using var engine = _workspace.NewEngine(_workspace.Options(null) with { LockMode = mode });
        return (await engine.CheckAsync(Token)).IsUpToDate;
    }

    [Fact]
    public async Task Same_content_is_not_checked_twice()
    {
        Assert.False(await IsUpToDateAsync());

        File.SetLastWriteTimeUtc(_workspace.Folder.Combine("mirror", "imageset.yaml"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.True(await IsUpToDateAsync());
    }

    [Fact]
    public async Task Changed_content_is_checked_again()
    {
        await IsUpToDateAsync();

        _workspace.Configure("name: quay.io/a/b");

        await Assert.ThrowsAsync<MirrorException>(() => IsUpToDateAsync());
        await Assert.ThrowsAsync<MirrorException>(() => IsUpToDateAsync());
    }

    [Fact]
    public async Task Charts_and_values_beside_the_configuration_count_by_their_content()
    {
        var chart = _workspace.Folder.Combine("mirror", "charts", "web");
        new TestChart("web", "1.2.3").Pod("web", "quay.io/a/b:1").WriteTo(chart);
        _workspace.Folder.WriteFile("mirror/values.yaml", "a: 1\n");
        _workspace.ConfigureMirror("helm:\n  local:\n  - path: charts/web\n    valuesFiles: [values.yaml]");
        Assert.False(await IsUpToDateAsync());

        File.SetLastWriteTimeUtc(Path.Combine(chart, "Chart.yaml"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.True(await IsUpToDateAsync());

        _workspace.Folder.WriteFile("mirror/values.yaml", "a: 2\n");
        Assert.False(await IsUpToDateAsync());
        Assert.True(await IsUpToDateAsync());

        new TestChart("web", "1.2.3").Pod("web", "quay.io/a/b:2").WriteTo(chart);
        Assert.False(await IsUpToDateAsync());

        File.Delete(_workspace.Folder.Combine("mirror", "values.yaml"));
        Assert.False(await IsUpToDateAsync());
        Assert.False(await IsUpToDateAsync());
    }

    [Fact]
    public async Task Locked_mode_is_checked_for_itself()
    {
        await IsUpToDateAsync();

        var failure = await Assert.ThrowsAsync<MirrorException>(() => IsUpToDateAsync(LockMode.Locked));

        Assert.Equal(ExitCode.StaleLock, failure.ExitCode);
    }
}
