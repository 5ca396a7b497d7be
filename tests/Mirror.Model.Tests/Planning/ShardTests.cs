using Mirror.Model.Planning;

namespace Mirror.Model.Tests.Planning;

public sealed class ShardTests
{
    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("2/4", 2, 4)]
    [InlineData("256/256", 256, 256)]
    public void Parts_are_counted_from_one(string text, int number, int count) => Assert.Equal(new Shard(number, count), Shard.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0/4")]
    [InlineData("5/4")]
    [InlineData("1/0")]
    [InlineData("-1/4")]
    [InlineData("1/257")]
    [InlineData("1/4/4")]
    [InlineData(" 1/4")]
    public void What_is_no_part_is_refused(string text) => Assert.Null(Shard.TryParse(text));
}
