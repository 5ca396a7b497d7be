using Mirror.Model.Oci;

namespace Mirror.Model.Tests.Oci;

public sealed class DestinationTests
{
    [Theory]
    [InlineData("docker://host", "docker://host")]
    [InlineData("docker://localhost:5000/", "docker://localhost:5000")]
    [InlineData("docker://[::1]:5000/a/b/c", "docker://[::1]:5000/a/b/c")]
    [InlineData("docker://127.0.0.1:65535/a", "docker://127.0.0.1:65535/a")]
    [InlineData("oci:layout", "oci:/here/layout")]
    [InlineData("oci:./a/../layout", "oci:/here/layout")]
    [InlineData("oci:/elsewhere", "oci:/elsewhere")]
    public void Address_is_read(string text, string expected)
    {
        Assert.True(Destination.TryParse(text, "/here", out var destination, out var problem), problem);
        Assert.Equal(expected, destination.ToString());
    }

    [Theory]
    [InlineData("docker://host:65536")]
    [InlineData("docker://[::1::]:5000")]
    [InlineData("docker://5000")]
    [InlineData("docker://5000/ns")]
    [InlineData("docker://host/UPPER")]
    [InlineData("docker://host/a:tag")]
    [InlineData("docker://")]
    [InlineData("http://host")]
    [InlineData("host/ns")]
    [InlineData("oci:")]
    public void What_is_no_address_is_refused_with_a_reason(string text)
    {
        Assert.False(Destination.TryParse(text, "/here", out _, out var problem));
        Assert.NotEmpty(problem!);
    }
}
