using System.Text;
using Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;
using Mirror.Model.Diagnostics;

namespace Mirror.Engine.Tests.Resolving.Releases.Signatures;

public sealed class OpenPgpAgainstGpgTests
{
    [Fact]
    public async Task Gpg_agrees_on_every_sample()
    {
        await using var gpg = new GpgPeer();
        foreach (var file in SignatureSamples.KeyFiles())
        {
            await gpg.RunAsync(SignatureSamples.Read(file), "--import");
        }

        var keyring = SignatureSamples.AllKeys();
        var verdicts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        // gpg takes clear-text messages too; no release has such a signature, so the sample is refused.
        foreach (var file in SignatureSamples.SignatureFiles().Where(file => !file.EndsWith("/invalid-cleartext.signature", StringComparison.Ordinal)))
        {
            var message = SignatureSamples.Read(file);
            var (verdict, document) = await gpg.JudgeAsync(message);

            var (ours, content) = Verify(message, keyring);

            Assert.Equal((file, verdict), (file, ours));
            Assert.True(verdict != "GOODSIG" || content.SequenceEqual(document), file);
            verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
        }

        Assert.Equal(["", "BADSIG", "ERRSIG", "EXPKEYSIG", "EXPSIG", "GOODSIG", "REVKEYSIG"], verdicts.Keys);
    }

    [Fact]
    public async Task Messages_of_gpg_are_read_in_every_form()
    {
        await using var gpg = new GpgPeer();
        await gpg.RunAsync([], "--passphrase", "", "--quick-gen-key", "Test <test@example.com>", "rsa2048", "sign", "1y");
        var keyring = OpenPgpKeyring.Read((await gpg.RunAsync([], "--export")).Output, "the keyring 'test'");
        var armored = OpenPgpKeyring.Read((await gpg.RunAsync([], "--export", "--armor")).Output, "the keyring 'test'");
        var small = Encoding.UTF8.GetBytes("{\"critical\": {}}");
        var large = Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7919 >> 3)).ToArray();

        Assert.Equal(keyring.KeyIds, armored.KeyIds);
        foreach (var document in (byte[][])[small, large, []])
        {
            foreach (var options in (string[][])[
                ["--sign"], ["--sign", "--armor"], ["--sign", "--compress-algo", "none"], ["--sign", "--compress-algo", "zlib"],
                ["--sign", "--compress-algo", "zip"], ["--sign", "--digest-algo", "SHA512"], ["--sign", "--digest-algo", "SHA384"],
                ["--sign", "--default-sig-expire", "1d"], ["--sign", "--set-filename", "name"], ["--sign", "--set-notation", "note@example.com=x"]])
            {
                var message = (await gpg.RunAsync(document, options)).Output.ToArray();

                var (verdict, content) = Verify(message, keyring);

                Assert.Equal((string.Join(' ', options), "GOODSIG"), (string.Join(' ', options), verdict));
                Assert.Equal(document, content);
            }
        }
    }

    [Theory]
    [InlineData("MIR2303", "SHA-1", "--sign", "--digest-algo", "SHA1")]
    [InlineData("MIR2303", "SHA-224", "--sign", "--digest-algo", "SHA224")]
    [InlineData("MIR2303", "detached", "--detach-sign")]
    [InlineData("MIR2303", "detached", "--detach-sign", "--armor")]
    [InlineData("MIR2303", "clear-text", "--clear-sign")]
    [InlineData("MIR2303", "type 20", "--sign", "--set-notation", "!note@example.com=x")]
    [InlineData("MIR2302", "compression 3", "--sign", "--compress-algo", "bzip2")]
    [InlineData("MIR2304", "nobody signed", "--store")]
    public async Task Form_that_is_not_trusted_is_refused_by_name(string code, string detail, params string[] options)
    {
        await using var gpg = new GpgPeer();
        await gpg.RunAsync([], "--passphrase", "", "--quick-gen-key", "Test <test@example.com>", "rsa2048", "sign", "never");
        var keyring = OpenPgpKeyring.Read((await gpg.RunAsync([], "--export")).Output, "the keyring 'test'");
        var message = (await gpg.RunAsync("document"u8.ToArray(), options)).Output;

        var exception = Assert.Throws<MirrorException>(
            () => OpenPgpVerifier.Verify(message, keyring, "the signature 'test'", SignatureSamples.Now));

        Assert.Equal(code, exception.Diagnostics[0].Code.Id);
        Assert.Contains(detail, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Our answer in gpg's words; an empty text where there is no signature to judge.</summary>
    private static (string Verdict, byte[] Content) Verify(byte[] message, OpenPgpKeyring keyring)
    {
        try
        {
            return ("GOODSIG", OpenPgpVerifier.Verify(message, keyring, "the signature 'test'", SignatureSamples.Now).Content.ToArray());
        }
        catch (MirrorException e)
        {
            return (e.Diagnostics[0].Code.Id switch
            {
                "MIR2305" => "BADSIG",
                "MIR2306" => "EXPSIG",
                "MIR2307" => "ERRSIG",
                "MIR2308" => "EXPKEYSIG",
                "MIR2309" => "REVKEYSIG",
                _ => "",
            }, []);
        }
    }
}
