using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Mirror.Sandbox.Registry;

/// <summary>Blobs coming in: distribution-spec "Pushing blobs" and "Mounting a blob from another repository".</summary>
internal sealed class UploadEndpoints(RegistryFolder folder, UploadSessions sessions, int minChunkLength)
{
    /// <summary>Answers a POST that begins an upload, mounts a blob, or brings a whole one.</summary>
    public async Task BeginAsync(HttpContext context, RegistryRoute route)
    {
        var query = context.Request.Query;
        if (query.TryGetValue("mount", out var mount))
        {
            if (!Digest.TryParse(mount, out var mounted))
            {
                await context.WriteErrorAsync(RegistryError.DigestInvalid($"'{mount}' is not a digest.")).ConfigureAwait(false);
                return;
            }

            // Without 'from' any repository could give it; like some registries in the wild this one wants to be told.
            var from = query["from"].ToString();
            if (ReferenceRules.IsRepository(from) && folder.FindBlob(from, mounted) is not null)
            {
                folder.LinkBlob(route.Repository, mounted);
                await context.AnswerCreatedAsync(BlobLocation(route.Repository, mounted), mounted).ConfigureAwait(false);
                return;
            }
        }

        Digest whole = default;
        if (query.TryGetValue("digest", out var text) && !Digest.TryParse(text, out whole))
        {
            await context.WriteErrorAsync(RegistryError.DigestInvalid($"'{text}' is not a digest.")).ConfigureAwait(false);
            return;
        }

        if (AlgorithmOf(query["digest-algorithm"].ToString(), whole) is not { } algorithm)
        {
            await context.WriteErrorAsync(RegistryError.DigestInvalid("'digest-algorithm' is neither sha256 nor sha512.")).ConfigureAwait(false);
            return;
        }

        if (!sessions.TryBegin(route.Repository, algorithm, out var session))
        {
            context.Response.Headers.RetryAfter = "1";
            await context.WriteErrorAsync(RegistryError.TooManyUploads).ConfigureAwait(false);
            return;
        }

        if (whole.IsEmpty)
        {
            DescribeProgress(context, session);
            if (minChunkLength > 0)
            {
                context.Response.Headers["OCI-Chunk-Min-Length"] = minChunkLength.ToString(CultureInfo.InvariantCulture);
            }

            sessions.Leave(session);
            await context.AnswerAsync(StatusCodes.Status202Accepted).ConfigureAwait(false);
            return;
        }

        await FinishAsync(context, session, whole, hasChunk: true).ConfigureAwait(false);
    }

    /// <summary>Answers GET, PATCH, PUT and DELETE of an upload.</summary>
    public async Task ContinueAsync(HttpContext context, RegistryRoute route)
    {
        var (session, problem) = await sessions.EnterAsync(route.Repository, route.Reference, context.RequestAborted).ConfigureAwait(false);
        if (session is null)
        {
            await context.WriteErrorAsync(problem!).ConfigureAwait(false);
            return;
        }

        switch (context.Request.Method)
        {
            case "GET":
                DescribeProgress(context, session);
                sessions.Leave(session);
                await context.AnswerAsync(StatusCodes.Status204NoContent).ConfigureAwait(false);
                break;
            case "PATCH":
                await AppendAsync(context, session).ConfigureAwait(false);
                break;
            case "PUT":
                await CloseAsync(context, session).ConfigureAwait(false);
                break;
            case "DELETE":
                sessions.End(session);
                await context.AnswerAsync(StatusCodes.Status204NoContent).ConfigureAwait(false);
                break;
            default:
                sessions.Leave(session);
                await context.WriteErrorAsync(RegistryError.Unsupported("An upload takes GET, PATCH, PUT and DELETE.")).ConfigureAwait(false);
                break;
        }
    }

    private async Task AppendAsync(HttpContext context, UploadSession session)
    {
        RegistryError? problem;
        try
        {
            problem = await TakeChunkAsync(context, session, isLast: false).ConfigureAwait(false);
            DescribeProgress(context, session);
        }
        finally
        {
            sessions.Leave(session);
        }

        await (problem is null ? context.AnswerAsync(StatusCodes.Status202Accepted) : context.WriteErrorAsync(problem)).ConfigureAwait(false);
    }

    private async Task CloseAsync(HttpContext context, UploadSession session)
    {
        var text = context.Request.Query["digest"].ToString();
        if (!Digest.TryParse(text, out var digest))
        {
            sessions.Leave(session);
            await context.WriteErrorAsync(RegistryError.DigestInvalid($"'{text}' is not a digest.")).ConfigureAwait(false);
            return;
        }

        await FinishAsync(context, session, digest, hasChunk: false).ConfigureAwait(false);
    }

    private async Task FinishAsync(HttpContext context, UploadSession session, Digest digest, bool hasChunk)
    {
        RegistryError? problem;
        try
        {
            problem = await TakeChunkAsync(context, session, isLast: true).ConfigureAwait(false);
        }
        catch
        {
            // Of a single POST nobody knows the session, so nobody can go on with it.
            Release(session, isOver: hasChunk);
            throw;
        }

        if (problem is not null)
        {
            DescribeProgress(context, session);
            Release(session, isOver: hasChunk);
            await context.WriteErrorAsync(problem).ConfigureAwait(false);
            return;
        }

        var length = session.Blob.Length;
        bool isRight;
        try
        {
            isRight = await session.Blob.TryCommitAsync(digest, context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            sessions.End(session);
        }

        if (!isRight)
        {
            await context.WriteErrorAsync(RegistryError.DigestInvalid($"The {length} bytes that arrived do not have the digest '{digest}'.")).ConfigureAwait(false);
            return;
        }

        folder.LinkBlob(session.Repository, digest);
        await context.AnswerCreatedAsync(BlobLocation(session.Repository, digest), digest).ConfigureAwait(false);
    }

    private void Release(UploadSession session, bool isOver)
    {
        if (isOver)
        {
            sessions.End(session);
        }
        else
        {
            sessions.Leave(session);
        }
    }

    private async Task<RegistryError?> TakeChunkAsync(HttpContext context, UploadSession session, bool isLast)
    {
        var request = context.Request;
        var header = request.Headers.ContentRange.ToString();
        ByteRange? range = null;
        if (header.Length > 0)
        {
            if (!ByteRange.TryParseChunk(header, out var chunk))
            {
                return RegistryError.OutOfOrder($"'{header}' is not a range of the form 'first-last'.");
            }

            if (chunk.First != session.Blob.Length)
            {
                return RegistryError.OutOfOrder($"The upload has {session.Blob.Length} bytes; the chunk starts at {chunk.First}.");
            }

            if (request.ContentLength is { } declared && declared != chunk.Length)
            {
                return RegistryError.SizeInvalid($"The chunk '{header}' has {chunk.Length} bytes, but its Content-Length is {declared}.");
            }

            range = chunk;
        }

        var before = session.Blob.Length;
        if (session.HadShortChunk && !isLast)
        {
            return RegistryError.UploadInvalid($"Only the last chunk may have fewer than {minChunkLength} bytes.");
        }

        await session.AppendAsync(request, context.RequestAborted).ConfigureAwait(false);
        var arrived = session.Blob.Length - before;
        session.HadShortChunk |= range is not null && arrived < minChunkLength;
        return range is { } expected && arrived != expected.Length
            ? RegistryError.SizeInvalid($"The chunk '{header}' has {expected.Length} bytes, but {arrived} arrived.")
            : null;
    }

    private static void DescribeProgress(HttpContext context, UploadSession session)
    {
        var headers = context.Response.Headers;
        headers.Location = session.Location;
        headers.Range = string.Create(CultureInfo.InvariantCulture, $"0-{Math.Max(0, session.Blob.Length - 1)}");
        headers["Docker-Upload-UUID"] = session.Id;
    }

    private static HashAlgorithmName? AlgorithmOf(string name, Digest whole) => name switch
    {
        "" when !whole.IsEmpty => whole.HashAlgorithm,
        "" or "sha256" => HashAlgorithmName.SHA256,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static string BlobLocation(string repository, Digest digest) => $"/v2/{repository}/blobs/{digest}";
}
