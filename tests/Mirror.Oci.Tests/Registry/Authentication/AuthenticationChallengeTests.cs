using Mirror.Oci.Registry.Authentication;

namespace Mirror.Oci.Tests.Registry.Authentication;

public sealed class AuthenticationChallengeTests
{
    [Fact]
    public void Commas_and_quotes_inside_quotes_belong_to_the_value()
    {
        var challenge = Assert.Single(AuthenticationChallenge.Parse(
            ["Bearer realm=\"https://a.example/t?x=1,2\",service=\"a \\\"b\\\", c\",scope=\"repository:x:pull,push\""]));

        Assert.True(challenge.IsBearer);
        Assert.Equal("https://a.example/t?x=1,2", challenge["realm"]);
        Assert.Equal("a \"b\", c", challenge["service"]);
        Assert.Equal("repository:x:pull,push", challenge["scope"]);
    }

    [Fact]
    public void Several_challenges_in_one_value_are_told_apart()
    {
        var challenges = AuthenticationChallenge.Parse(["Basic realm=\"x\", charset=\"UTF-8\", Bearer realm=\"https://a.example\" , Negotiate"]);

        Assert.Equal(["Basic", "Bearer", "Negotiate"], challenges.Select(challenge => challenge.Scheme));
        Assert.Equal("UTF-8", challenges[0]["charset"]);
        Assert.Equal("https://a.example", challenges[1]["realm"]);
    }

    [Fact]
    public void Several_values_are_one_list() =>
        Assert.Equal(2, AuthenticationChallenge.Parse(["Basic realm=x", "Bearer realm=y"]).Count);

    [Fact]
    public void Names_and_schemes_ignore_case_and_quotes_may_be_missing()
    {
        var challenge = Assert.Single(AuthenticationChallenge.Parse(["bEARER REALM=https://a.example/token,Service = registry"]));

        Assert.True(challenge.IsBearer);
        Assert.Equal("https://a.example/token", challenge["realm"]);
        Assert.Equal("registry", challenge["service"]);
    }

    [Fact]
    public void First_of_two_values_of_a_name_counts() =>
        Assert.Equal("a", AuthenticationChallenge.Parse(["Bearer realm=\"a\",realm=\"b\""])[0]["realm"]);

    [Theory]
    [InlineData("")]
    [InlineData(",,,")]
    [InlineData("=")]
    [InlineData("\"")]
    [InlineData("Bearer realm=\"never closed")]
    [InlineData("Bearer realm=\"ends with escape\\")]
    [InlineData("Bearer realm=")]
    public void Nonsense_ends_in_bounded_time(string value) => Assert.InRange(AuthenticationChallenge.Parse([value]).Count, 0, 1);

    [Fact]
    public void Floods_are_cut_off()
    {
        var flood = string.Join(", ", Enumerable.Repeat("Basic", 100_000));

        Assert.Equal(16, AuthenticationChallenge.Parse([flood, flood]).Count);
    }
}
