using Mirror.Model.Diagnostics;

namespace Mirror.Model.Tests.Diagnostics;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["destination", "deep", "src-authfile", "dest-authfile", "store", "port"];

    [Theory]
    [InlineData("destinatoin", "destination")]
    [InlineData("Store", "store")]
    [InlineData("prot", "port")]
    [InlineData("dst-authfile", "dest-authfile")]
    [InlineData("dep", "deep")]
    public void Slip_of_the_hand_finds_the_name(string written, string meant)
    {
        Assert.Equal(meant, NearestName.Find(written, Names));
    }

    [Theory]
    [InlineData("catalog")]
    [InlineData("")]
    [InlineData("xy")]
    public void Something_else_finds_nothing(string written)
    {
        Assert.Null(NearestName.Find(written, Names));
    }

    [Fact]
    public void Endless_name_finds_nothing()
    {
        Assert.Null(NearestName.Find(new string('a', 10_000), Names));
    }
}
