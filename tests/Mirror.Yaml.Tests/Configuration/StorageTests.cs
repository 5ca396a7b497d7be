namespace Mirror.Yaml.Tests.Configuration;

public sealed class StorageTests
{
    private const string Content = "mirror:\n  additionalImages:\n  - name: quay.io/a/b:1\n";

    [Fact]
    public void Folder_is_the_place_of_receipts() =>
        Assert.Equal("../receipts", Reading.Valid($"{Reading.Head}storageConfig:\n  local:\n    path: ../receipts\n{Content}").Storage!.Folder);

    [Theory]
    [InlineData("localhost:5000/ocmirror", "localhost:5000/ocmirror:latest", false)]
    [InlineData("docker://reg.example.com/a/b:prod\n    skipTLS: true", "reg.example.com/a/b:prod", true)]
    [InlineData("reg.example.com/a/b\n    skipTLS: false\n  local:\n    path:", "reg.example.com/a/b:latest", false)]
    public void Repository_is_the_place_of_receipts(string address, string image, bool skipTls)
    {
        var storage = Reading.Valid($"{Reading.Head}storageConfig:\n  registry:\n    imageURL: {address}\n{Content}").Storage!;

        Assert.Equal(image, storage.Image!.ToString());
        Assert.Equal(skipTls, storage.SkipTls);
        Assert.Null(storage.Folder);
    }

    [Theory]
    [InlineData("registry:\n    imageURL: Bad/Name", "MIR1011(5,15) 'Bad/Name' is not a repository of a registry:")]
    [InlineData("registry:\n    imageURL: oci:///x", "MIR1011(5,15) 'oci:///x' can't be written to;")]
    [InlineData("registry:\n    imageURL: reg.example.com/a@sha256:0000000000000000000000000000000000000000000000000000000000000000", "MIR1011(5,15)")]
    [InlineData("registry:\n    imageURL: reg.example.com/a\n  local:\n    path: x", "MIR1016(6,3)")]
    [InlineData("registry:\n    imageUrls: reg.example.com/a", "MIR1007(5,5)")]
    [InlineData("s3:\n    bucket: x", "MIR1007(4,3)")]
    public void Wrong_storage_is_refused(string storage, string problem) => Assert.StartsWith(
        problem, Reading.Problems($"{Reading.Head}storageConfig:\n  {storage}\n{Content}")[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("storageConfig:\n  local:\n    path:\n")]
    [InlineData("storageConfig: {}\n")]
    public void Storage_without_a_place_has_no_effect(string storage) => Assert.StartsWith(
        "MIR1502(3,1) 'storageConfig' names no place;", Assert.Single(Reading.Problems(Reading.Head + storage + Content)), StringComparison.Ordinal);
}
