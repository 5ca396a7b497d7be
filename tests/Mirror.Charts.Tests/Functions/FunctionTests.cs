using Mirror.Charts.Functions;

namespace Mirror.Charts.Tests.Functions;

/// <summary>What the shared facts do not say about functions.</summary>
public sealed class FunctionTests
{
    [Theory]
    [InlineData("{{ toJson (dict \"a\" \"<&>\" \"b\" (list 1 2.5 nil)) }}", "{\"a\":\"\\u003c\\u0026\\u003e\",\"b\":[1,2.5,null]}")]
    [InlineData("{{ toRawJson (dict \"a\" \"<\") }}", "{\"a\":\"<\"}")]
    [InlineData("{{ toPrettyJson (dict \"a\" (list 1)) }}", "{\n  \"a\": [\n    1\n  ]\n}")]
    [InlineData("{{ (fromJson \"{\\\"a\\\": {\\\"b\\\": 1}}\").a.b }}", "1")]
    [InlineData("{{ fromJsonArray \"[1, \\\"a\\\"]\" }}", "[1 a]")]
    [InlineData("{{ toToml (dict \"b\" 1.0 \"a\" \"x\" \"t\" (dict \"l\" (list 1 2) \"u\" (dict \"v\" true))) }}", "a = \"x\"\nb = 1.0\n\n[t]\n  l = [1, 2]\n  [t.u]\n    v = true\n")]
    [InlineData("{{ regexReplaceAll \"(?P<first>a+)(b)\" \"aab\" \"${first}-$2\" }}", "aa-b")]
    [InlineData("{{ regexReplaceAll \"a(x*)b\" \"-ab-axxb-\" \"$1W\" }}", "---")]
    [InlineData("{{ regexReplaceAllLiteral \"a\" \"banana\" \"$1\" }}", "b$1n$1n$1")]
    [InlineData("{{ regexFindAll \"[2,4,6,8]\" \"123456789\" -1 }}", "[2 4 6 8]")]
    [InlineData("{{ regexMatch \"^[[:alpha:]]+\\\\z\" \"abc\" }}", "true")]
    [InlineData("{{ regexMatch \"^a$\" \"a\\n\" }}", "false")]
    [InlineData("{{ regexMatch \"(?i)ABC\" \"abc\" }}", "true")]
    [InlineData("{{ regexFind \"\\\\d+\" \"x٣42\" }}", "42")]
    [InlineData("{{ regexSplit \"z+\" \"pizza\" -1 }}", "[pi a]")]
    [InlineData("{{ trunc 3 \"é12\" }}", "é1")]
    [InlineData("{{ \"é\" | trunc 1 | b64enc }}", "ww==")]
    [InlineData("{{ title \"hello wOrld-x\" }}", "Hello WOrld-X")]
    [InlineData("{{ int \"0x10\" }} {{ int 3.9 }} {{ int64 \"12\" | kindOf }} {{ int true }}", "16 3 int64 1")]
    [InlineData("{{ add 1 2 | typeOf }} {{ len \"a\" | typeOf }} {{ 1.5 | typeOf }} {{ list | typeOf }} {{ dict | typeOf }} {{ typeOf nil }}", "int64 int float64 []interface {} map[string]interface {} <nil>")]
    [InlineData("{{ has 1 (list 1 2) }} {{ has (int64 1) (list 1 2) }}", "true false")]
    [InlineData("{{ merge (dict \"a\" 1) (dict \"a\" 2 \"b\" 3) }}", "map[a:1 b:3]")]
    [InlineData("{{ merge (dict \"a\" false \"m\" (dict \"x\" 1)) (dict \"a\" true \"m\" (dict \"x\" 2 \"y\" 3)) }}", "map[a:true m:map[x:1 y:3]]")]
    [InlineData("{{ mergeOverwrite (dict \"a\" 1 \"m\" (dict \"x\" 1)) (dict \"a\" 2 \"m\" (dict \"x\" 2)) }}", "map[a:2 m:map[x:2]]")]
    [InlineData("{{ date \"Mon Jan _2 15:04:05 2006\" now }}", "Sat Mar 14 15:09:26 2026")]
    [InlineData("{{ dateInZone \"2006-01-02T15:04:05Z07:00\" 0 \"UTC\" }}", "1970-01-01T00:00:00Z")]
    [InlineData("{{ now | dateModify \"-1h30m\" | date \"3:04PM\" }}", "1:39PM")]
    [InlineData("{{ duration 95 }} {{ durationRound \"2h10m5s\" }}", "1m35s 2h")]
    [InlineData("{{ round 123.5555 3 }} {{ ceil 1.2 }} {{ floor 1.8 }}", "123.556 2 1")]
    [InlineData("{{ div 7 2 }} {{ mod 7 3 }} {{ mul 2 3 4 }} {{ max 1 5 3 }}", "3 1 24 5")]
    [InlineData("{{ lookup \"v1\" \"Secret\" \"ns\" \"x\" }}", "map[]")]
    [InlineData("{{ getHostByName \"example.com\" }}", "")]
    [InlineData("{{ derivePassword 1 \"long\" \"password\" \"user\" \"example.com\" }}", "ZedaFaxcZaso9*")]
    [InlineData("{{ tpl \"{{ .a }}{{ define \\\"x\\\" }}y{{ end }}{{ include \\\"x\\\" . }}\" (dict \"a\" 1) }}", "1y")]
    [InlineData("{{ range $i, $x := untilStep 0 6 2 }}{{ $x }}{{ end }}", "024")]
    [InlineData("{{ printf \"%s\" (list \"a\" | toJson) }}", "[\"a\"]")]
    [InlineData("{{ (genCA \"x\" 1).Cert | hasPrefix \"-----BEGIN CERTIFICATE-----\\n\" }}", "true")]
    [InlineData("{{ $ca := genCA \"x\" 1 }}{{ (genSignedCert \"y\" (list \"10.0.0.1\") (list \"y.example\") 1 $ca).Key | hasPrefix \"-----BEGIN RSA PRIVATE KEY-----\" }}", "true")]
    [InlineData("{{ genPrivateKey \"ecdsa\" | hasPrefix \"-----BEGIN EC PRIVATE KEY-----\" }} {{ genPrivateKey \"ed25519\" | hasPrefix \"-----BEGIN PRIVATE KEY-----\" }}", "true true")]
    [InlineData("{{ htpasswd \"user\" \"x\" | trunc 12 }}", "user:$2a$10$")]
    [InlineData("{{ len (randAlphaNum 12) }} {{ len uuidv4 }} {{ eq (randAlpha 8) (randAlpha 8) }}", "12 36 false")]
    public void Function_gives_what_Helm_gives(string template, string expected)
    {
        Assert.Equal(expected, Snippet.Render(template));
    }

    [Fact]
    public void Same_seed_gives_the_same_random_values()
    {
        const string template = "{{ randAlphaNum 20 }} {{ uuidv4 }} {{ randInt 0 1000 }} {{ randBytes 5 }} {{ bcrypt \"x\" }}";

        Assert.Equal(Snippet.Render(template), Snippet.Render(template));
    }

    // Made by 'htpasswd -bnBC 10 u secret'.
    [Fact]
    public void Bcrypt_of_a_known_salt_is_what_htpasswd_makes()
    {
        var salt = Convert.FromHexString("8673A54BD4EF632D7293208E15A3517A");

        var hash = Bcrypt.Hash("secret"u8.ToArray(), salt);

        Assert.Equal("$2a$10$flMjQ7RtWwzwiwAMDYLPcecYUi3f.LiT/HELnADV1vsWPHEiicKwC", hash);
    }

    [Theory]
    [InlineData("{{ regexMatch \"a(?=b)\" \"ab\" }}")]
    [InlineData("{{ regexMatch \"(a)\\\\1\" \"aa\" }}")]
    [InlineData("{{ regexMatch \"a{1001}\" \"a\" }}")]
    [InlineData("{{ regexMatch \"[\" \"a\" }}")]
    [InlineData("{{ semver \"x\" }}")]
    [InlineData("{{ div 1 0 }}")]
    [InlineData("{{ first \"abc\" }}")]
    [InlineData("{{ dig \"a\" \"b\" \"\" (dict \"a\" 1) }}")]
    [InlineData("{{ substr 5 2 \"abc\" }}")]
    [InlineData("{{ set . \"x\" . }}")]
    [InlineData("{{ indent -1 \"x\" }}")]
    [InlineData("{{ include \"none\" . }}")]
    [InlineData("{{ genSignedCert \"y\" nil nil 1 \"no authority\" }}")]
    [InlineData("{{ toDate \"2006\" }}")]
    [InlineData("{{ now.AddDate 100000 0 0 }}")]
    public void Function_that_cannot_answer_is_an_error_with_a_place(string template)
    {
        var error = Assert.Throws<ChartException>(() => Snippet.Render(template));

        Assert.Equal((ChartFailure.Rendering, 1), (error.Failure, error.Position!.Line));
    }
}
