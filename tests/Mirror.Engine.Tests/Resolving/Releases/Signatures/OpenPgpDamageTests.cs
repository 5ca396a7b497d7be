using System.IO.Compression;
using Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;
using Mirror.Model.Diagnostics;

namespace Mirror.Engine.Tests.Resolving.Releases.Signatures;

public sealed class OpenPgpDamageTests
{
    private const string Release = "release/store-layout/sha256=0da6316466d60a3a4535d5fed3589feb0391989982fba59d47d4c729912d6363/signature-1";
    private const string Version3 = "bundle-atomic-signatures/signature-1";

    [Theory]
    [InlineData(Release, false)]
    [InlineData(Version3, false)]
    [InlineData(Release, true)]
    public void No_flipped_bit_gives_another_document(string file, bool isCompressed)
    {
        var message = isCompressed ? SignatureSamples.Read(file) : Unpack(SignatureSamples.Read(file));
        var original = Verify(message, OpenPgpKeyring.RedHat).Content.ToArray();
        var refused = 0;

        for (var bit = 0; bit < message.Length * 8; bit++)
        {
            message[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(original, Verify(message, OpenPgpKeyring.RedHat).Content.ToArray());
            }
            catch (MirrorException)
            {
                refused++;
            }

            message[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        // What is left are notes that OpenPGP does not sign: the literal's name and date, the form of lengths, the hint at the key.
        Assert.InRange(refused, (message.Length * 8) - 400, message.Length * 8);
    }

    [Fact]
    public void Every_flipped_bit_of_the_signed_document_is_a_bad_signature()
    {
        var message = Unpack(SignatureSamples.Read(Release));
        var document = Verify(message, OpenPgpKeyring.RedHat).Content.ToArray();
        var start = message.AsSpan().IndexOf(document);

        for (var bit = start * 8; bit < (start + document.Length) * 8; bit++)
        {
            message[bit / 8] ^= (byte)(1 << (bit % 8));
            var exception = Assert.Throws<MirrorException>(() => Verify(message, OpenPgpKeyring.RedHat));
            Assert.Equal(MirrorErrors.SignatureBad, exception.Diagnostics[0].Code);
            message[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Document_may_not_be_followed_by_another()
    {
        var message = Unpack(SignatureSamples.Read(Release));

        foreach (var more in (byte[][])[Unpack(SignatureSamples.Read(Version3)), [0xcb, 7, (byte)'b', 0, 0, 0, 0, 0, (byte)'x']])
        {
            var exception = Assert.Throws<MirrorException>(() => Verify([.. message, .. more], OpenPgpKeyring.RedHat));
            Assert.Equal(MirrorErrors.SignatureUnreadable, exception.Diagnostics[0].Code);
        }
    }

    [Fact]
    public void Key_whose_self_signature_does_not_hold_is_not_trusted()
    {
        var key = SignatureSamples.Read("containers-image-fixtures/public-key-1.gpg");
        key[key.AsSpan().IndexOf("skopeo"u8)] ^= 1;
        var keyring = OpenPgpKeyring.Read(key, "the keyring 'changed'");

        var exception = Assert.Throws<MirrorException>(() => Verify(SignatureSamples.Read("containers-image-fixtures/image.signature"), keyring));

        Assert.Equal(MirrorErrors.SignatureKeyUnfit, exception.Diagnostics[0].Code);
        Assert.Contains("E932F44B23E8DD43", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decompression_bomb_is_refused()
    {
        using var packed = new MemoryStream();
        packed.Write([0xa3, 2]);
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(new byte[50_000_000]);
        }

        var exception = Assert.Throws<MirrorException>(() => Verify(packed.ToArray(), OpenPgpKeyring.RedHat));

        Assert.Contains("after decompression", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Damaged_data_give_known_errors_only(int seed)
    {
        var random = new Random(seed);
        var keyring = SignatureSamples.AllKeys();
        var signatures = SignatureSamples.SignatureFiles().Select(SignatureSamples.Read).ToArray();
        signatures = [.. signatures, .. signatures.Where(bytes => bytes is [0xa3, 1, ..]).Select(Unpack)];
        var keys = SignatureSamples.KeyFiles().Select(SignatureSamples.Read).ToArray();

        for (var round = 0; round < 2000; round++)
        {
            var isKeyring = round % 10 == 0;
            var bytes = Damage(random, isKeyring ? keys[random.Next(keys.Length)] : signatures[random.Next(signatures.Length)]);
            try
            {
                if (isKeyring)
                {
                    OpenPgpKeyring.Read(bytes, "the keyring 'test'");
                }
                else
                {
                    Verify(bytes, keyring);
                }
            }
            catch (MirrorException)
            {
            }
        }
    }

    private static byte[] Damage(Random random, byte[] original)
    {
        var bytes = original.ToList();
        for (var change = random.Next(1, 6); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 50)));
                    break;
                case 1:
                    bytes.InsertRange(at, original.Take(random.Next(1, 50)));
                    break;
                case 2:
                    bytes[at] = 0xff;
                    break;
                default:
                    bytes[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. bytes];
    }

    private static OpenPgpDocument Verify(byte[] message, OpenPgpKeyring keyring) =>
        OpenPgpVerifier.Verify(message, keyring, "the signature 'test'", SignatureSamples.Now);

    /// <summary>The packets inside of one compressed packet without a length, as all release signatures are.</summary>
    private static byte[] Unpack(byte[] message)
    {
        using var deflate = new DeflateStream(new MemoryStream(message, 2, message.Length - 2), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        deflate.CopyTo(whole);
        return whole.ToArray();
    }
}
