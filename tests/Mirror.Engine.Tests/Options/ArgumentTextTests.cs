using Mirror.Engine.Options;

namespace Mirror.Engine.Tests.Options;

public sealed class ArgumentTextTests
{
    [Theory]
    [InlineData("docker://user:secret@host/ns", "docker://***@host/ns")]
    [InlineData("user:secret@host", "***@host")]
    [InlineData("https://host/path?signature=secret", "https://host/path?***")]
    [InlineData("https://user:secret@host/?a=b@c", "https://***@host/?***")]
    [InlineData("docker://host:5000/ns", "docker://host:5000/ns")]
    [InlineData("C:\\what?", "C:\\what?")]
    public void Addresses_lose_what_may_be_secret(string text, string shown) => Assert.Equal(shown, ArgumentText.Redact(text));
}
