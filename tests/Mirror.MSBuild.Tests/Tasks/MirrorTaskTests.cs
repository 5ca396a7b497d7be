using System.Net;
using System.Net.Sockets;
using Mirror.MSBuild.Tasks;
using Mirror.Testing;

namespace Mirror.MSBuild.Tests.Tasks;

/// <summary>What every task does alike.</summary>
public sealed class MirrorTaskTests : IDisposable
{
    private const string EmptyLock = "{\n  \"lockVersion\": 1,\n  \"resolverVersion\": 1,\n  \"sources\": {}\n}\n";

    private readonly TaskProject _project = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancelled_task_gives_up_its_requests_and_reports_no_error()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Configure($"additionalImages: [{{name: '{silent.LocalEndpoint}/app/one:1'}}]");
        using var task = _project.NewTask<MirrorResolve>();

        var running = Task.Run(task.Execute, Token);
        using var connection = await silent.AcceptTcpClientAsync(Token);
        task.Cancel();
        var succeeded = await running;

        Assert.False(succeeded);
        Assert.Empty(_project.Engine.Errors);
        Assert.Contains(_project.Engine.Messages, message => message.StartsWith("Cancelled.", StringComparison.Ordinal));
    }

    [Fact]
    public void Problem_carries_code_and_absolute_place()
    {
        Configure("additionalImage: []");
        using var task = _project.NewTask<MirrorCheck>();

        var succeeded = task.Execute();

        Assert.False(succeeded);
        var error = Assert.Single(_project.Engine.Errors);
        Assert.StartsWith("MIR1", error.Code, StringComparison.Ordinal);
        Assert.Equal((_project.Folder.Combine("imageset.yaml"), 4, 3), (error.File, error.LineNumber, error.ColumnNumber));
    }

    [Fact]
    public void Wrong_value_is_named_by_its_property()
    {
        Configure("additionalImages: []");
        using var task = _project.NewTask<MirrorCheck>(("parallel", "many"));

        var succeeded = task.Execute();

        Assert.False(succeeded);
        Assert.Contains("'MirrorParallel'", Assert.Single(_project.Engine.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_that_is_a_file_is_a_sentence_with_a_code()
    {
        Configure("additionalImages: []");
        _project.Folder.WriteFile("mirror.lock.json", EmptyLock);
        var file = _project.Folder.WriteFile("file", "");
        using var task = _project.NewTask<MirrorPublish>(("destination", "oci:file"));

        var succeeded = task.Execute();

        Assert.False(succeeded);
        var error = Assert.Single(_project.Engine.Errors);
        Assert.Equal("MIR4006", error.Code);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_are_rewritten_when_a_result_was_removed_and_only_then()
    {
        Configure("additionalImages: []");
        _project.Folder.WriteFile("mirror.lock.json", EmptyLock);
        (string, string)[] arguments = [("destination", "docker://registry.example/ocp"), ("output", "out")];
        using var step = _project.NewTask<MirrorEmitResources>(arguments);
        using var fingerprint = _project.NewTask<MirrorFingerprint>(arguments);
        fingerprint.Step = "EmitResources";

        Assert.True(step.Execute());
        var stamp = _project.Folder.Combine("out", "plan", "MirrorEmitResources.inputs");
        var written = await File.ReadAllTextAsync(stamp, Token);
        Assert.True(fingerprint.Execute());
        var unchanged = await File.ReadAllTextAsync(stamp, Token);
        _project.Folder.WriteFile("out/cluster-resources/itms-oc-mirror.yaml", "edited");
        Assert.True(fingerprint.Execute());
        var changed = await File.ReadAllTextAsync(stamp, Token);

        Assert.Equal(stamp, fingerprint.InputsFile);
        Assert.True(File.GetLastWriteTimeUtc(fingerprint.DoneFile) > DateTime.UnixEpoch, "The step left no file that says that it is done.");
        Assert.Equal(written, unchanged);
        Assert.NotEqual(written, changed);
    }

    public void Dispose() => _project.Dispose();

    private void Configure(string mirror) => _project.Folder.WriteFile(
        "imageset.yaml", $"kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  {mirror}\n");
}
