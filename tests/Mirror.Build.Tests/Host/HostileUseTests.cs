using System.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing.Faults;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.Build.Tests.Host;

/// <summary>Commands that people give when they are in a hurry, and machines that are not like ours.</summary>
public sealed class HostileUseTests : IDisposable
{
    private readonly HostFolders _host = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Ten_mistakes_are_ten_lines_with_their_places()
    {
        _host.Folder.WriteFile("mirror-configs/x/imageset.yaml", """
            kind: ImageSetConfiguration
            apiVersion: mirror.openshift.io/v2alpha1
            archiveSize: many
            mirror:
              additionalImage: []
              additionalImages:
              - name: quay.io/UPPER/case:1
              - nam: quay.io/a/b:1
              - name: quay.io/a/b:1
                targetTag: "not a tag"
              blockedImages:
              - name: "("
              operators:
              - catalog: registry.redhat.io/redhat/redhat-operator-index:v4.20
                packages:
                - name: x
                  minVersion: 2.0.0
                  maxVersion: 1.0.0
                - name: x
              - packages: []
              platform:
                channels:
                - name: stable-4.20
                  type: ocpp

            """);

        var result = await _host.RunAsync("Check");

        Assert.Equal(2, result.ExitCode);
        string[] expected =
        [
            "(3,14): error MIR1010", "(5,3): error MIR1007", "(7,11): error MIR1011", "(8,5): error MIR1007", "(10,16): error MIR1012",
            "(12,13): error MIR1017", "(17,19): error MIR1014", "(19,13): error MIR1015", "(20,5): error MIR1006", "(24,13): error MIR1018",
        ];
        Assert.Equal(
            expected.Select(place => $"mirror-configs/x/imageset.yaml{place}"),
            result.Error.Split('\n').Where(line => line.Contains(": error MIR", StringComparison.Ordinal)).Select(line => line[..(line.IndexOf("MIR", StringComparison.Ordinal) + 7)]));
    }

    [Theory]
    [InlineData("Lock", "--store", "file")]
    [InlineData("Lock", "--store", "file/below")]
    [InlineData("Lock", "--output", "file")]
    [InlineData("Publish", "--destination", "oci:file")]
    [InlineData("Publish", "--destination", "oci:file/below")]
    public async Task Folder_that_is_a_file_is_a_sentence_and_no_stack(string target, string argument, string value)
    {
        await using var source = new FaultyRegistry();
        source.Content.Add("a/b", "1", ImageBuilder.Simple("a"));
        _host.Folder.WriteFile("file", "");
        _host.Configure(source.Endpoint, "a/b:1");

        var result = await _host.RunAsync(target, argument, value);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error MIR4006: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(_host.Folder.Combine("file"), result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_that_cannot_be_written_does_not_hide_why_the_run_failed()
    {
        _host.Folder.WriteFile("file", "");
        _host.Folder.WriteFile("mirror-configs/x/imageset.yaml", "nothing: useful\n");

        var result = await _host.RunAsync("Check", "--output", "file");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error MIR1", result.Error, StringComparison.Ordinal);
        Assert.Contains("error MIR4006", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outputs_are_the_same_in_every_folder_time_zone_and_language()
    {
        await using var source = new FaultyRegistry();
        source.Content.Add("team/interface", "1", IndexBuilder.Simple("a", ImageFormat.Oci, "amd64", "arm64"));
        source.Content.Add("team/image", "i", ImageBuilder.Simple("b"));
        source.Content.Add("another/index", "2", ImageBuilder.Simple("c"));
        await using var destination = new FaultyRegistry();
        using var second = new HostFolders();
        _host.Variables["TZ"] = "Asia/Kolkata";
        _host.Variables["LC_ALL"] = "tr_TR.UTF-8";
        second.Variables["TZ"] = "UTC";
        second.Variables["LC_ALL"] = "C";
        HostFolders[] hosts = [_host, second];
        foreach (var host in hosts)
        {
            host.Configure(source.Endpoint, "team/interface:1", "team/image:i", "another/index:2");
            (await host.RunAsync("Plan", "--destination", $"docker://{destination.Endpoint}/ocp")).EnsureSuccess();
        }

        foreach (var host in hosts)
        {
            (await host.RunAsync("Publish", "--destination", $"docker://{destination.Endpoint}/ocp")).EnsureSuccess();
        }

        Assert.True(_host.Read("output").Count > 3);
        foreach (var folders in (string[][])[["mirror-configs"], ["output/plan"], ["output/cluster-resources"]])
        {
            Assert.Equal(_host.Read(folders), second.Read(folders));
        }
    }

    [Fact]
    public async Task Interrupted_publish_says_so_and_the_next_run_sends_only_the_rest()
    {
        await using var source = new FaultyRegistry();
        source.Content.Add("a/first", "1", new ImageBuilder { Layers = [Layer.Random("first", 2_000)] }.Build());
        source.Content.Add("a/second", "1", new ImageBuilder { Layers = [Layer.Random("second", 2_000)] }.Build());
        await using var destination = new FaultyRegistry();
        var never = new TaskCompletionSource();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        destination.On("POST", "/ocp/a/second/blobs/uploads/", new ServerAnswer(500) { HoldHead = never.Task, OnHold = held.SetResult });
        _host.Configure(source.Endpoint, "a/first:1", "a/second:1");
        var start = new ProcessStartInfo(
            RequiredTools.PathOf("dotnet"), HostFolders.CommandLine("Publish", "--destination", $"docker://{destination.Endpoint}/ocp", "--parallel", "1"))
        {
            WorkingDirectory = _host.Folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("CI");

        using var host = Process.Start(start)!;
        await held.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
        await ToolProcess.RunAsync("kill", ["-INT", $"{host.Id}"], Token);
        var error = await host.StandardError.ReadToEndAsync(Token);
        await host.WaitForExitAsync(Token);
        never.SetResult();

        Assert.Equal(130, host.ExitCode);
        Assert.StartsWith("Cancelled.", error, StringComparison.Ordinal);
        var before = destination.Requests.Count;
        var again = await _host.RunAsync("Publish", "--destination", $"docker://{destination.Endpoint}/ocp");
        again.EnsureSuccess();
        Assert.NotNull(destination.Content.FindManifest("ocp/a/second", "1"));
        Assert.DoesNotContain(destination.Requests.Skip(before), r => r.Method == "PUT" && r.Path.Contains("/a/first/blobs/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stale_lock_in_ci_is_exit_code_3()
    {
        await using var source = new FaultyRegistry();
        source.Content.Add("a/b", "1", ImageBuilder.Simple("a"));
        _host.Configure(source.Endpoint, "a/b:1");
        (await _host.RunAsync("Lock")).EnsureSuccess();
        _host.Configure(source.Endpoint, "a/b:2");
        _host.Variables["CI"] = "true";
        var before = source.Requests.Count;

        var result = await _host.RunAsync("Lock");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("mirror-configs/x/imageset.yaml(5,", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, source.Requests.Count);
    }
}
