using System.Net;
using Mirror.Engine.Resolving.Web;

namespace Mirror.Engine.Resolving.Releases.Signatures;

/// <summary>
/// Fetches the signatures of a release and gives the first that verifies. oc-mirror looks at <c>signature-1</c> alone; a release that is signed by
/// several keys has more (SPEC 4.6). Safe for concurrent use.
/// </summary>
public sealed class ReleaseSignatureClient(WebReader web, ReleaseSignatureStore store, ReleaseSignatureVerifier verifier)
{
    private const string What = "the signature store";

    /// <summary>Bytes of one signature; real ones have about 1000.</summary>
    private const int MaxSize = 64 * 1024;

    private const int MaxSignatures = 10;

    /// <summary>The first signature of <paramref name="digest"/> that verifies.</summary>
    /// <exception cref="MirrorException">
    /// MIR2301: the store has none; MIR220x: it could not be asked; else why the signatures it has were refused, all of them.
    /// </exception>
    public async Task<ReleaseSignature> GetAsync(Digest digest, CancellationToken cancellationToken)
    {
        var refused = new List<Diagnostic>();
        for (var number = 1; number <= MaxSignatures; number++)
        {
            var uri = store.AddressOf(digest, number);
            var answer = await web.GetAsync(uri, What, "*/*", MaxSize, cancellationToken).ConfigureAwait(false);
            if (IsEnd(answer.Status))
            {
                break;
            }

            ThrowUnlessSignature(answer, uri, digest);
            try
            {
                return verifier.Verify(answer.Body, digest, $"the signature '{uri.Segments[^1]}' of '{digest}' at '{uri.Authority}'") with { Number = number };
            }
            catch (MirrorException e)
            {
                refused.AddRange(e.Diagnostics);
            }
        }

        throw refused.Count > 0
            ? new MirrorException(refused)
            : MirrorErrors.SignatureMissing.Exception(
                $"The signature store at '{store.Address.Authority}' has no signature for the release '{digest}'.");
    }

    /// <summary>Some stores forbid what they do not have.</summary>
    private static bool IsEnd(HttpStatusCode status) => status is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Forbidden;

    private static void ThrowUnlessSignature(WebAnswer answer, Uri uri, Digest digest)
    {
        if (answer.Status != HttpStatusCode.OK)
        {
            throw MirrorErrors.WebStatus.Exception(
                $"The signature store at '{uri.Authority}' answered {(int)answer.Status} to the question for the signature of '{digest}'; expected 200 or 404.");
        }

        if (answer.IsHtml)
        {
            throw MirrorErrors.WebPage.Exception(
                $"The signature store at '{uri.Authority}' answered with a web page to the question for the signature of '{digest}'. "
                + "A proxy or a login portal may have answered in its place.");
        }
    }
}
