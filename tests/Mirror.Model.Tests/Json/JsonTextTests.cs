using System.Text;
using System.Text.Json;
using Mirror.Model.Diagnostics;
using Mirror.Model.Json;
using Mirror.Model.Locking;
using Mirror.Model.Oci;

namespace Mirror.Model.Tests.Json;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("""{"a": ["\ud83d\ude00", "\u00e9", "\\ud800", {"\u0041": 1}]}""")]
    [InlineData("[\"\u00e9\"]")]
    public void Texts_with_any_character_are_read(string json)
    {
        using var document = JsonText.Parse(Encoding.UTF8.GetBytes(json));

        Assert.Equal(json.Length, document.RootElement.GetRawText().Length);
    }

    [Theory]
    [InlineData("""{"a": "\ud800"}""")]
    [InlineData("""{"a": [{"b": "x\udc00y"}]}""")]
    [InlineData("""{"\uDFFF": 1}""")]
    public void Half_a_character_is_refused_at_once(string json)
    {
        var error = Assert.ThrowsAny<JsonException>(() => JsonText.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.Equal("It has an escape that is not a character.", error.Message);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_at_once()
    {
        var error = Assert.ThrowsAny<JsonException>(() => JsonText.Parse("{\"a\": \"\xff\"}".Select(c => (byte)c).ToArray()));

        Assert.Equal("It is not UTF-8.", error.Message);
    }

    [Theory]
    [InlineData("""{"schemaVersion": 2, "mediaType": "\ud800"}""")]
    [InlineData("{\"schemaVersion\": 2, \"mediaType\": \"\xff\"}")]
    public void Manifest_with_such_a_text_is_an_error_of_the_registry(string json)
    {
        var error = Assert.Throws<MirrorException>(() => ManifestReader.Read(json.Select(c => (byte)c).ToArray(), null, "quay.io/a/b:1"));

        Assert.Contains("quay.io/a/b:1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"lockVersion\": \"\\ud800\"\n}")]
    [InlineData("{\n  \"lockVersion\": \"\xff\"\n}")]
    public void Lock_with_such_a_text_is_an_error_with_its_place(string json)
    {
        var error = Assert.Throws<MirrorException>(() => LockFileReader.Read(json.Select(c => (byte)c).ToArray(), "mirror.lock.json"));

        Assert.Equal("mirror.lock.json(2,18)", error.Diagnostics[0].Span!.ToString());
    }
}
