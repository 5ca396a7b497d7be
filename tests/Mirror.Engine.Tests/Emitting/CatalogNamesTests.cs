using Mirror.Engine.Emitting;
using Mirror.Model.Planning;

namespace Mirror.Engine.Tests.Emitting;

public sealed class CatalogNamesTests
{
    private static string Name(string repository, string tag) => CatalogNames.Of([new TargetName(repository, tag)]).Values.Single();

    [Theory]
    [InlineData("ocp/redhat/redhat-operator-index", "v4.15", "redhat-operator-index-v4-15")]
    [InlineData("redhat-operator-index", "sha256-7c4ef7434c97", "redhat-operator-index-sha256-7c4ef")]
    [InlineData("my_index", "V1_rc.2", "my-index-v1-rc-2")]
    [InlineData("index", "_", "index-0")]
    [InlineData("index", "12345678901-tail", "index-12345678901")]
    public void Name_is_made_of_repository_and_tag(string repository, string tag, string expected) => Assert.Equal(expected, Name(repository, tag));

    [Fact]
    public void Names_that_would_be_equal_are_told_apart_and_stay_the_same_in_any_order()
    {
        TargetName[] targets = [new("a/index", "v4.20"), new("b/index", "v4.20"), new("index", "v4.20.1-build-2"), new("index", "v4.20.1-build-1"), new("other", "v1")];

        var names = CatalogNames.Of(targets);

        Assert.Equal(targets.Length, names.Values.Distinct().Count());
        Assert.Equal("other-v1", names[targets[4]]);
        Assert.Equal(names.OrderBy(name => name.Value), CatalogNames.Of(targets.Reverse()).OrderBy(name => name.Value));
    }

    [Fact]
    public void Names_of_v1_have_no_tag_unless_two_would_be_equal()
    {
        TargetName[] targets = [new("redhat/redhat-operator-index", "v4.12"), new("a/index", "v1"), new("a/index", "v2")];

        var names = CatalogNames.LegacyOf(targets);

        Assert.Equal(["redhat-operator-index", "index-v1", "index-v2"], targets.Select(target => names[target]));
    }

    [Fact]
    public void Long_names_are_cut_to_a_label_and_stay_apart()
    {
        var long1 = Name($"{new string('a', 80)}1", "v1");
        var long2 = Name($"{new string('a', 80)}2", "v1");

        Assert.NotEqual(long1, long2);
        Assert.All([long1, long2], name => Assert.Matches("^[a-z0-9]([-a-z0-9]{0,58}[a-z0-9])?$", name));
    }
}
