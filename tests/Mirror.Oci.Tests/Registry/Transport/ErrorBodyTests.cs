using System.Text;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Tests.Registry.Transport;

public sealed class ErrorBodyTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("   \r\n ", "")]
    [InlineData("""{"errors":[{"code":"DENIED","message":"no"},{"code":"NAME_INVALID","message":"bad"}]}""", "DENIED: no; NAME_INVALID: bad")]
    [InlineData("""{"errors":[{"code":"DENIED","message":"no","detail":"why"}]}""", "DENIED: no: why")]
    [InlineData("""{"errors":[{"code":"DENIED","detail":{"deep":[1]}}]}""", "DENIED")]
    [InlineData("""{"error":"invalid_grant","error_description":"token expired"}""", "invalid_grant: token expired")]
    [InlineData("""{"errors":[1,null,"x"]}""", "")]
    [InlineData("""{"errors":[{"code":"CUT""", """{"errors":[{"code":"CUT""")]
    [InlineData("<!DOCTYPE html><html><title> 502 Bad Gateway </title>", "an HTML page '502 Bad Gateway'")]
    [InlineData("<html>", "an HTML page")]
    [InlineData("denied\nsecond line", "denied")]
    [InlineData("no: https://s3.example/blob?X-Signature=secret&a=b (expired)", "no: https://s3.example/blob?*** (expired)")]
    [InlineData("""{"message":"'/v2/?state=secret', why? no=1"}""", "'/v2/?***', why? no=1")]
    [InlineData("via http://me:secret@proxy:80/", "via http://***@proxy:80/")]
    [InlineData("a\u0000\u001b[31mred\u202Egnp", "a [31mred gnp")]
    public void Summary(string body, string expected) => Assert.Equal(expected, ErrorBody.Summarise(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Long_text_is_cut() => Assert.InRange(ErrorBody.Summarise(Encoding.UTF8.GetBytes(new string('x', 100_000))).Length, 100, 310);

    [Fact]
    public void Bytes_that_are_no_text_do_no_harm() => Assert.NotNull(ErrorBody.Summarise([0xff, 0xfe, 0x80, 0x00]));
}
