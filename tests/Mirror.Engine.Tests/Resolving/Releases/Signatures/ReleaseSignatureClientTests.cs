using System.Net;
using Mirror.Engine.Resolving.Releases.Signatures;
using Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;
using Mirror.Engine.Tests.Resolving.Web;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Releases.Signatures;

public sealed class ReleaseSignatureClientTests
{
    private const string Hex = "0da6316466d60a3a4535d5fed3589feb0391989982fba59d47d4c729912d6363";

    private static readonly Digest Release = Digest.Parse($"sha256:{Hex}");

    private static byte[] Good => SignatureSamples.Read($"release/store-layout/sha256={Hex}/signature-1");

    private static byte[] Foreign => SignatureSamples.Read("containers-image-fixtures/unknown-key.signature");

    [Fact]
    public async Task Signature_is_fetched_from_the_layout_of_the_store()
    {
        using var web = new FakeWeb().Then(() => FakeWeb.Answer(Good));

        var signature = await Client(web).GetAsync(Release, TestContext.Current.CancellationToken);

        Assert.Equal("quay.io/openshift-release-dev/ocp-release:4.15.0-x86_64", signature.Reference.ToString());
        Assert.Equal(Good, signature.Bytes.ToArray());
        Assert.Equal(
            $"https://mirror.openshift.com/pub/openshift-v4/signatures/openshift/release/sha256={Hex}/signature-1",
            Assert.Single(web.Requests).AbsoluteUri);
    }

    [Theory]
    [InlineData("https://own.example.com/release/")]
    [InlineData("https://own.example.com/release")]
    public async Task Own_store_is_asked_with_or_without_a_slash_at_its_end(string url)
    {
        using var web = new FakeWeb().Then(() => FakeWeb.Answer(Good));

        await Client(web, url).GetAsync(Release, TestContext.Current.CancellationToken);

        Assert.Equal($"https://own.example.com/release/sha256={Hex}/signature-1", web.Requests[0].AbsoluteUri);
    }

    [Fact]
    public async Task Second_signature_counts_when_the_first_is_by_another_key()
    {
        using var web = new FakeWeb().Then(() => FakeWeb.Answer(Foreign)).Then(() => FakeWeb.Answer(Good));

        var signature = await Client(web).GetAsync(Release, TestContext.Current.CancellationToken);

        Assert.Equal(Good, signature.Bytes.ToArray());
        Assert.EndsWith("/signature-2", web.Requests[1].AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_refused_signature_is_reported()
    {
        using var web = new FakeWeb()
            .Then(() => FakeWeb.Answer(Foreign))
            .Then(() => FakeWeb.Answer(SignatureSamples.Read("release/store-layout/sha256=ea0429e14dc9ff007f56d5db2b75209c2510d81e6869194e33a53352d2b6a4fa/signature-1")));

        var exception = await Assert.ThrowsAsync<MirrorException>(() => Client(web).GetAsync(Release, TestContext.Current.CancellationToken));

        Assert.Equal(["MIR2307", "MIR2312"], exception.Diagnostics.Select(diagnostic => diagnostic.Code.Id));
        Assert.Contains("'signature-2'", exception.Diagnostics[1].Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Policy, exception.ExitCode);
    }

    [Fact]
    public async Task Endless_store_is_asked_ten_times()
    {
        using var web = new FakeWeb();
        for (var i = 0; i < 20; i++)
        {
            web.Then(() => FakeWeb.Answer(Foreign));
        }

        await Assert.ThrowsAsync<MirrorException>(() => Client(web).GetAsync(Release, TestContext.Current.CancellationToken));

        Assert.Equal(10, web.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "", "MIR2301")]
    [InlineData(HttpStatusCode.Forbidden, "", "MIR2301")]
    [InlineData(HttpStatusCode.Unauthorized, "", "MIR2203")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "", "MIR2203")]
    [InlineData(HttpStatusCode.OK, "<html>Sign in</html>", "MIR2204")]
    [InlineData(HttpStatusCode.OK, "", "MIR2302")]
    public async Task Answer_that_is_no_signature_names_the_store_and_the_release(HttpStatusCode status, string body, string code)
    {
        using var web = new FakeWeb().At(
            $"/pub/openshift-v4/signatures/openshift/release/sha256={Hex}/signature-1", () => FakeWeb.Answer(body, status, "text/plain"));

        var exception = await Assert.ThrowsAsync<MirrorException>(() => Client(web).GetAsync(Release, TestContext.Current.CancellationToken));

        Assert.Equal(code, exception.Diagnostics[0].Code.Id);
        Assert.Contains("'mirror.openshift.com'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(Release.ToString(), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://own.example.com/?path=x")]
    public void Wrong_address_is_refused(string url)
    {
        var exception = Assert.Throws<MirrorException>(() => ReleaseSignatureStore.Create(url));

        Assert.Equal((MirrorErrors.SignatureUrlInvalid, ExitCode.Configuration), (exception.Diagnostics[0].Code, exception.ExitCode));
    }

    [Fact]
    public async Task Own_keyring_replaces_the_built_in_one()
    {
        var keyring = await ReleaseKeyring.LoadAsync(
            TestData.PathOf("signatures", "containers-image-fixtures", "public-key.gpg"), TestContext.Current.CancellationToken);
        using var web = new FakeWeb().Then(() => FakeWeb.Answer(Good));

        var exception = await Assert.ThrowsAsync<MirrorException>(
            () => Client(web, keyring: keyring).GetAsync(Release, TestContext.Current.CancellationToken));

        Assert.Equal(MirrorErrors.SignatureKeyUnknown, exception.Diagnostics[0].Code);
        Assert.Same(OpenPgpKeyring.RedHat, await ReleaseKeyring.LoadAsync("", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Own_keyring_that_is_missing_is_an_error_and_not_the_built_in_one()
    {
        using var folder = new TempFolder();

        var exception = await Assert.ThrowsAsync<MirrorException>(
            () => ReleaseKeyring.LoadAsync(folder.Combine("keys.asc"), TestContext.Current.CancellationToken));

        Assert.Equal(MirrorErrors.KeyringUnreadable, exception.Diagnostics[0].Code);
        Assert.Contains("OCP_SIGNATURE_VERIFICATION_PK", exception.Message, StringComparison.Ordinal);
    }

    private static ReleaseSignatureClient Client(FakeWeb web, string? url = null, OpenPgpKeyring? keyring = null) => new(
        web.Reader(),
        ReleaseSignatureStore.Create(url),
        new ReleaseSignatureVerifier(keyring ?? OpenPgpKeyring.RedHat, new InstantTimeProvider(TimeSpan.Zero) { Now = SignatureSamples.Now }));
}
