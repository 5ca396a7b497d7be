using Mirror.Model.Configuration;

namespace Mirror.Model.Tests.Configuration;

public sealed class Re2PatternTests
{
    [Theory]
    [InlineData("quay.io/x/y:1.0", "quay.io/x/y:1.0.1", true)]
    [InlineData(@"quay\.io/x", "quayaio/x", false)]
    [InlineData("^registry", "my.registry", false)]
    [InlineData("ubi$", "host/ubi", true)]
    [InlineData("ubi$", "host/ubi9", false)]
    [InlineData(@"\d{2,3}", "v12", true)]
    [InlineData(@"^\d+$", "\u0661", false)]
    [InlineData(@"^\w+$", "é", false)]
    [InlineData(@"^\W$", "é", true)]
    [InlineData(@"a\_b\-c", "a_b-c", true)]
    [InlineData("(?i)UBI", "host/ubi", true)]
    [InlineData("(?i:U)bi", "host/uBi", false)]
    [InlineData("(?P<name>ubi)[89]", "ubi9", true)]
    [InlineData("(?<name>ubi)[89]", "ubi9", true)]
    [InlineData("(?U)a+", "aa", true)]
    [InlineData("(?sU:a.b)", "a\nb", true)]
    [InlineData("(?i-s)A.B", "a\nb", false)]
    [InlineData("[[:alpha:]]+[^[:digit:]]", "ab-", true)]
    [InlineData("^[[:^alpha:]]$", "a", false)]
    [InlineData("^[]a]$", "]", true)]
    [InlineData("^[^]a]$", "]", false)]
    [InlineData("^[a-z-[aeiou]]$", "b", false)]
    [InlineData("^[a-z-[aeiou]]$", "e]", true)]
    [InlineData("^[a-z-]$", "-", true)]
    [InlineData(@"^[\d\-x]$", "-", true)]
    [InlineData(@"\Q.*\E$", "a.*", true)]
    [InlineData(@"\Q.*\E$", "abc", false)]
    [InlineData(@"\x2e\x{2F}\056", "./.", true)]
    [InlineData(@"\pL\p{Lu}", "aB", true)]
    [InlineData(@"^\p{^L}$", "1", true)]
    [InlineData("a{,5}", "a{,5}", true)]
    [InlineData("a{x}", "a{x}", true)]
    [InlineData("(a|b)*?c", "abac", true)]
    [InlineData("a?b", "b", true)]
    [InlineData("", "anything", true)]
    [InlineData("a #b", "a #b", true)]
    public void Expression_means_what_it_means_in_RE2(string expression, string text, bool matches)
    {
        Assert.True(Re2Pattern.TryCompile(expression, out var pattern, out _, out var problem), problem);

        Assert.Equal(matches, pattern.IsMatch(text));
    }

    [Theory]
    [InlineData("ab(", 3, "')' is missing")]
    [InlineData("ab)", 2, "no '('")]
    [InlineData("a(?=b)", 1, "no group '(?='")]
    [InlineData("a(?!b)", 1, "no group '(?!'")]
    [InlineData("(?<=b)a", 0, "no group '(?<'")]
    [InlineData("(?<!b)a", 0, "no group '(?<'")]
    [InlineData("x(?>a)", 1, "no group '(?>'")]
    [InlineData("x(?#a)", 1, "no group '(?#'")]
    [InlineData("(?x)a", 0, "no group '(?x'")]
    [InlineData("(?'n'a)", 0, "no group '(?''")]
    [InlineData("(?)a", 0, "no group '(?)'")]
    [InlineData("(?<n", 0, "not closed by '>'")]
    [InlineData(@"(a)\1", 3, "back references")]
    [InlineData(@"\k<n>", 0, @"no escape '\k'")]
    [InlineData(@"a\Z", 1, @"no escape '\Z'")]
    [InlineData(@"a\", 1, "ends with a backslash")]
    [InlineData("[a", 0, "']' of the class")]
    [InlineData("[[:foo:]]", 1, "no class '[:foo:]'")]
    [InlineData("*a", 0, "nothing that '*' could repeat")]
    [InlineData("a**", 2, "nothing that '*' could repeat")]
    [InlineData("a*+", 2, "nothing that '+' could repeat")]
    [InlineData("a{2}{3}", 4, "nothing that '{3}' could repeat")]
    [InlineData("a|*", 2, "nothing that '*' could repeat")]
    [InlineData("a{1001}", 1, "out of range")]
    [InlineData("a{3,2}", 1, "out of range")]
    [InlineData("x[z-a]", 1, "ReversedCharacterRange")]
    [InlineData(@"\p{Nope}", 0, "can't be read")]
    [InlineData(@"\xzz", 0, "hex digits")]
    [InlineData("((a{1000}){1000}){1000}", 0, "too many states")]
    public void Wrong_expression_says_where_and_why(string expression, int position, string problem)
    {
        Assert.False(Re2Pattern.TryCompile(expression, out _, out var found, out var why));

        Assert.Contains(problem, why, StringComparison.Ordinal);
        Assert.Equal(position, found);
    }

    [Fact]
    public void Arbitrary_text_is_answered_and_never_throws()
    {
        const string Alphabet = @"ab\()[]{}*+?|^$.,-:<>=!PpxdwQE019iU";
        var random = new Random(1);

        for (var i = 0; i < 3_000; i++)
        {
            var expression = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));

            if (Re2Pattern.TryCompile(expression, out _, out var position, out var problem))
            {
                Assert.Null(problem);
            }
            else
            {
                Assert.InRange(position, 0, expression.Length);
            }
        }
    }

    [Fact]
    public void Blocked_image_is_compared_without_its_transport()
    {
        Assert.True(Re2Pattern.TryCompile("^quay.io/a", out var pattern, out _, out _));
        var blocked = new BlockedImage { Name = "^quay.io/a", Pattern = pattern };

        Assert.True(blocked.Blocks("docker://quay.io/a/b:1"));
        Assert.True(blocked.Blocks("quay.io/a/b:1"));
        Assert.False(blocked.Blocks("docker://registry/quay.io/a/b:1"));
    }
}
