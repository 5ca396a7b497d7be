using Mirror.Engine;
using Mirror.Model.Diagnostics;

namespace Mirror.EndToEnd.Tests;

/// <summary>Migrate, as a front runs it.</summary>
public sealed class MigrateTests : IDisposable
{
    private const string Old = "apiVersion: mirror.openshift.io/v1alpha1 # old\nkind: ImageSetConfiguration\nmirror:\n  ocp:\n    channels:\n    - name: stable-4.6\n";
    private const string New = "apiVersion: mirror.openshift.io/v2alpha1 # old\nkind: ImageSetConfiguration\nmirror:\n  platform:\n    channels:\n    - name: stable-4.6\n";

    private readonly MirrorWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    private string Configuration => File.ReadAllText(_workspace.Folder.Combine("mirror", "imageset.yaml"));

    private async Task<StepResult> MigrateAsync(bool overwrite = false)
    {
        using var engine = _workspace.NewEngine(_workspace.Options(null) with { Overwrite = overwrite });
        return await engine.MigrateAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task File_is_written_below_the_outputs_and_the_old_one_stays()
    {
        _workspace.Folder.WriteFile("mirror/imageset.yaml", Old);

        var first = await MigrateAsync();
        var second = await MigrateAsync();

        Assert.False(first.IsUpToDate);
        Assert.True(second.IsUpToDate);
        Assert.Equal(New, _workspace.Output("migrated", "imageset.yaml"));
        Assert.Equal(Old, Configuration);
        Assert.Contains(_workspace.Warnings, warning => warning.ToString() == "mirror/imageset.yaml(4,3): warning MIR1701: 'ocp' is read as 'platform'.");
    }

    [Fact]
    public async Task What_somebody_wrote_there_is_not_replaced()
    {
        _workspace.Folder.WriteFile("mirror/imageset.yaml", Old);
        _workspace.Folder.WriteFile("output/migrated/imageset.yaml", "mine\n");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => MigrateAsync());

        Assert.Equal(MirrorErrors.MigratedFileExists, Assert.Single(failure.Diagnostics).Code);
        Assert.Equal("mine\n", _workspace.Output("migrated", "imageset.yaml"));
    }

    [Fact]
    public async Task Configuration_is_replaced_when_told()
    {
        _workspace.Folder.WriteFile("mirror/imageset.yaml", Old);

        var first = await MigrateAsync(overwrite: true);
        var second = await MigrateAsync(overwrite: true);

        Assert.Equal("'mirror/imageset.yaml' is a configuration of v2alpha1 now", first.Message);
        Assert.True(second.IsUpToDate);
        Assert.Equal(New, Configuration);
        Assert.False(_workspace.HasOutput("migrated", "imageset.yaml"));
    }

    [Fact]
    public async Task File_that_cannot_be_translated_stays()
    {
        const string Text = "apiVersion: mirror.openshift.io/v1alpha1\nkind: ImageSetConfiguration\nmirror:\n  additionalImages:\n  - name: quay.io/a/b:1\n    pullSecret: x\n";
        _workspace.Folder.WriteFile("mirror/imageset.yaml", Text);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => MigrateAsync(overwrite: true));

        Assert.Contains(failure.Diagnostics, problem => problem.Code == MirrorErrors.LegacyUntranslatable);
        Assert.Equal(Text, Configuration);
    }
}
