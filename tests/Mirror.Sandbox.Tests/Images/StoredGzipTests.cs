using System.IO.Compression;
using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Tests.Images;

public sealed class StoredGzipTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_003)]
    public void Gzip_gives_back_what_went_in(int length)
    {
        var content = PseudoRandom.Bytes("gzip", length);

        var wrapped = StoredGzip.Wrap(content);

        using var gzip = new GZipStream(new MemoryStream(wrapped), CompressionMode.Decompress);
        using var unwrapped = new MemoryStream();
        gzip.CopyTo(unwrapped);
        Assert.Equal(content, unwrapped.ToArray());
    }

    [Fact]
    public void Checksum_is_that_of_the_standard() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));
}
