using Mirror.Engine.Reporting;

namespace Mirror.Engine.Tests.Reporting;

public sealed class MarkdownTests
{
    [Fact]
    public void Text_from_elsewhere_stays_text() =>
        Assert.Equal(@"\<img src=x\> \[a\]\(b\) \| \`c\` \@all d", Markdown.Escape("<img src=x> [a](b) | `c` @all\nd"));

    [Fact]
    public void Code_cannot_be_left() => Assert.Equal(@"`a'b\|c d`", Markdown.Code("a`b|c\nd"));

    [Theory]
    [InlineData("https://example.com/a(b)", "https://example.com/a%28b%29")]
    [InlineData("javascript:alert(1)", "#")]
    [InlineData("not a link", "#")]
    public void Only_web_addresses_become_links(string text, string target) => Assert.Equal(target, Markdown.Target(text));
}
