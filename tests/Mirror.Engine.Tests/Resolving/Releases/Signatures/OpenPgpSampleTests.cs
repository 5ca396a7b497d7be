using Mirror.Engine.Resolving.Releases.Signatures;
using Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;

namespace Mirror.Engine.Tests.Resolving.Releases.Signatures;

public sealed class OpenPgpSampleTests
{
    [Theory]
    [InlineData("0065822bf39b11e3a3113eb2dee4bddf0a07fe0967892498771bd9728e145ad0", "quay.io/openshift-release-dev/ocp-release:4.16.37-x86_64")]
    [InlineData("0da6316466d60a3a4535d5fed3589feb0391989982fba59d47d4c729912d6363", "quay.io/openshift-release-dev/ocp-release:4.15.0-x86_64")]
    [InlineData("3717338045df06e31effea46761b2c7e90f543cc4f00547af8158dd6aea868c3", "quay.io/openshift-release-dev/ocp-release:4.16.0-x86_64")]
    [InlineData("7039e7bd34fd024ff619df914528c8d85e62b847291f6684096fd4ca8dba2bbd", "quay.io/openshift-release-dev/ocp-release:4.15.49-x86_64")]
    [InlineData("ea0429e14dc9ff007f56d5db2b75209c2510d81e6869194e33a53352d2b6a4fa", "quay.io/openshift-release-dev/ocp-release:4.15.46-x86_64")]
    public void Release_signature_verifies_with_the_built_in_keys(string hex, string reference)
    {
        var signature = Verify($"release/store-layout/sha256={hex}/signature-1", OpenPgpKeyring.RedHat, hex);

        Assert.Equal(reference, signature.Reference.ToString());
        Assert.Equal("567E347AD0044ADE55BA8A5F199E2F91FD431D51", signature.Fingerprint);
    }

    [Theory]
    [InlineData("bundle-atomic-signatures/signature-1")]
    [InlineData("bundle-atomic-signatures/signature-2")]
    [InlineData("bundle-atomic-signatures/signature-3")]
    [InlineData("bundle-atomic-signatures/signature-4")]
    public void Version_3_signature_verifies(string file)
    {
        var signature = Verify(file, OpenPgpKeyring.RedHat, "50b9402635dd4b312a86bed05dcdbda8c00120d3789ec2e9b527045100b3bdb4");

        Assert.Contains("aws-load-balancer-operator-bundle", signature.Reference.Repository, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("containers-image-fixtures/corrupt.signature", "public-key.gpg", "MIR2305", "E932F44B23E8DD43")]
    [InlineData("containers-image-fixtures/corrupt.signature-v3", "public-key.gpg", "MIR2305", "E932F44B23E8DD43")]
    [InlineData("containers-image-fixtures/unknown-key.signature", "public-key.gpg", "MIR2307", "5F9470E3BC6C3B55")]
    [InlineData("containers-image-fixtures/unknown-key.signature-v3", "public-key.gpg", "MIR2307", "5F9470E3BC6C3B55")]
    [InlineData("containers-image-fixtures/expired.signature", "public-key.gpg", "MIR2306", "2025-06-24")]
    [InlineData("containers-image-fixtures/subkey-revoked.signature", "public-key-with-revoked-subkey.gpg", "MIR2309", "3EF0F93A1F602997")]
    [InlineData("containers-image-fixtures/subkey-revoked.signature-v3", "public-key-with-revoked-subkey.gpg", "MIR2309", "3EF0F93A1F602997")]
    [InlineData("containers-image-fixtures/unsigned-literal.signature", "public-key.gpg", "MIR2304", "nobody signed")]
    [InlineData("containers-image-fixtures/unsigned-encrypted.signature", "public-key.gpg", "MIR2304", "encrypted")]
    [InlineData("containers-image-fixtures/invalid-cleartext.signature", "public-key.gpg", "MIR2303", "clear-text")]
    [InlineData("containers-image-fixtures/invalid-blob.signature", "public-key.gpg", "MIR2311", "not JSON")]
    [InlineData("containers-image-fixtures/invalid-blob.signature-v3", "public-key.gpg", "MIR2311", "not JSON")]
    [InlineData("containers-image-fixtures/invalid-reference.signature", "public-key.gpg", "MIR2311", "'UPPERCASEISINVALID'")]
    [InlineData("containers-image-fixtures/image.signature", "public-key.gpg", "MIR2311", "neither a tag nor a digest")]
    [InlineData("containers-image-fixtures/dir-img-manifest-digest-error/signature-1", "public-key.gpg", "MIR2312", "but for 'sha256:")]
    [InlineData("containers-image-fixtures/unknown-cosign-key.signature", "public-key.gpg", "MIR2302", "neither binary")]
    [InlineData("containers-image-fixtures/image.manifest.json", "public-key.gpg", "MIR2302", "neither binary")]
    [InlineData("containers-image-fixtures/public-key-1.gpg", "public-key.gpg", "MIR2302", "not one document with one signature")]
    [InlineData("containers-image-fixtures/public-key.gpg", "public-key.gpg", "MIR2302", "not one block 'MESSAGE'")]
    public void Negative_sample_is_refused_with_its_own_reason(string file, string keyring, string code, string detail)
    {
        var exception = Assert.Throws<MirrorException>(
            () => Verify(file, SignatureSamples.Keyring($"containers-image-fixtures/{keyring}"), new string('0', 64)));

        Assert.Equal(code, Assert.Single(exception.Diagnostics).Code.Id);
        Assert.Contains(detail, exception.Message, StringComparison.Ordinal);
        Assert.Contains("he signature 'test'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_of_an_expired_key_is_refused_after_its_end_and_good_before()
    {
        const string Hex = "edd9824f0404f1a139688017e7001370e2f3fbc088b94da84506653b473fe140";
        const string File = $"release/library-go/testdata/signatures/sha256={Hex}/signature-1";
        var keyring = SignatureSamples.Keyring("release/library-go/testdata/keyrings/simple.txt");

        var exception = Assert.Throws<MirrorException>(() => Verify(File, keyring, Hex));
        var document = OpenPgpVerifier.Verify(SignatureSamples.Read(File), keyring, "the signature 'test'", new DateTimeOffset(2021, 4, 20, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(MirrorErrors.SignatureKeyExpired, exception.Diagnostics[0].Code);
        Assert.Contains("28B76E05B923888E, which expired on 2021-04-21", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2019, document.SignedAt.Year);
    }

    [Fact]
    public void Signature_under_the_name_of_another_release_is_refused()
    {
        const string Hex = "37433b71c073c6cbfc8173ec7ab2d99032c8e6d6fe29de06e062d85e33e34531";

        var exception = Assert.Throws<MirrorException>(() => Verify($"release/oc-mirror/{Hex}", OpenPgpKeyring.RedHat, Hex));

        Assert.Equal(MirrorErrors.SignedDigestMismatch, exception.Diagnostics[0].Code);
        Assert.Contains("3717338045df", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_by_a_subkey_verifies()
    {
        var keyring = SignatureSamples.Keyring("containers-image-fixtures/public-key-with-subkey.gpg");

        var document = OpenPgpVerifier.Verify(
            SignatureSamples.Read("containers-image-fixtures/subkey.signature"), keyring, "the signature 'test'", SignatureSamples.Now);

        Assert.EndsWith("D75B3109B3BAAEAF", document.Fingerprint, StringComparison.Ordinal);
    }

    [Fact]
    public void Built_in_keys_are_those_of_red_hat() =>
        Assert.Equal(["199E2F91FD431D51", "938A80CAF21541EB"], OpenPgpKeyring.RedHat.KeyIds.Select(id => id.ToString()));

    [Theory]
    [InlineData("containers-image-fixtures/some-rsa-key.pub", "-----BEGIN PGP")]
    [InlineData("release/oc-mirror/buggy-ocp-sig-key.asc", "checksum")]
    [InlineData("containers-image-fixtures/image.signature", "does not start with a public key")]
    [InlineData("containers-image-fixtures/image.manifest.json", "-----BEGIN PGP")]
    public void Damaged_keyring_is_refused(string file, string detail)
    {
        var exception = Assert.Throws<MirrorException>(() => SignatureSamples.Keyring(file));

        Assert.Equal((MirrorErrors.KeyringUnreadable, ExitCode.Configuration), (exception.Diagnostics[0].Code, exception.ExitCode));
        Assert.Contains(detail, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{file}'", exception.Message, StringComparison.Ordinal);
    }

    private static ReleaseSignature Verify(string file, OpenPgpKeyring keyring, string hex) =>
        new ReleaseSignatureVerifier(keyring, new Mirror.Testing.InstantTimeProvider(TimeSpan.Zero) { Now = SignatureSamples.Now })
            .Verify(SignatureSamples.Read(file), Digest.Parse($"sha256:{hex}"), "the signature 'test'");
}
