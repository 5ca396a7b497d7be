using Mirror.Build.Cleaning;
using Mirror.Testing;

namespace Mirror.Build.Tests.Cleaning;

public sealed class OutputCleanerTests
{
    [Fact]
    public void Host_and_store_stay()
    {
        using var folder = new TempFolder();
        folder.WriteFile("host/x/Mirror.Build.dll", "");
        folder.WriteFile("store/oci-layout", "");
        folder.WriteFile("demo/report.json", "");
        folder.WriteFile("dotnet/bin/a.dll", "");

        var result = OutputCleaner.Clean(folder.Path, folder.Combine("store"), includingStore: false);

        Assert.Equal(["host/x/Mirror.Build.dll", "store/oci-layout"], folder.Files());
        Assert.Equal(StepResult.Done("2 removed"), result);
    }

    [Fact]
    public void Store_goes_when_asked_for_if_it_is_one()
    {
        using var folder = new TempFolder();
        folder.WriteFile("artifacts/host/lock", "");
        folder.WriteFile("store/oci-layout", "");
        folder.WriteFile("home/precious", "");

        OutputCleaner.Clean(folder.Combine("artifacts"), folder.Combine("store"), includingStore: true);
        OutputCleaner.Clean(folder.Combine("artifacts"), folder.Combine("home"), includingStore: true);

        Assert.Equal(["artifacts/host/lock", "home/precious"], folder.Files());
    }

    [Fact]
    public void Store_deeper_in_the_tree_keeps_its_folder()
    {
        using var folder = new TempFolder();
        folder.WriteFile("caches/store/oci-layout", "");

        var result = OutputCleaner.Clean(folder.Path, folder.Combine("caches", "store"), includingStore: false);

        Assert.Equal(["caches/store/oci-layout"], folder.Files());
        Assert.True(result.IsUpToDate);
    }

    [Fact]
    public void Links_are_removed_and_their_targets_kept()
    {
        using var folder = new TempFolder();
        folder.WriteFile("precious/file", "");
        folder.WriteFile("artifacts/host/lock", "");
        Directory.CreateSymbolicLink(folder.Combine("artifacts", "link"), folder.Combine("precious"));

        OutputCleaner.Clean(folder.Combine("artifacts"), folder.Combine("store"), includingStore: false);

        Assert.Equal(["artifacts/host/lock", "precious/file"], folder.Files());
    }
}
