using Microsoft.AspNetCore.Http;

namespace Mirror.Sandbox.Registry;

/// <summary>An answer that is an error, with a code of the distribution specification ("Error Codes").</summary>
internal sealed record RegistryError(int Status, string Code, string Message)
{
    public static RegistryError BlobUnknown(string digest) => new(StatusCodes.Status404NotFound, "BLOB_UNKNOWN", $"The repository has no blob '{digest}'.");

    public static RegistryError ManifestUnknown(string reference) =>
        new(StatusCodes.Status404NotFound, "MANIFEST_UNKNOWN", $"The repository has no manifest '{reference}'.");

    public static RegistryError ManifestNotAccepted(string mediaType) =>
        new(StatusCodes.Status404NotFound, "MANIFEST_UNKNOWN", $"The manifest is of the type '{mediaType}', which the request does not accept.");

    public static RegistryError ManifestInvalid(string message) => new(StatusCodes.Status400BadRequest, "MANIFEST_INVALID", message);

    public static RegistryError ManifestBlobUnknown(string digest) =>
        new(StatusCodes.Status400BadRequest, "MANIFEST_BLOB_UNKNOWN", $"The manifest names '{digest}', which the repository does not have.");

    public static RegistryError ManifestTooLarge { get; } =
        new(StatusCodes.Status413PayloadTooLarge, "SIZE_INVALID", $"A manifest may have up to {ManifestReader.MaxSize} bytes.");

    public static RegistryError NameUnknown(string repository) =>
        new(StatusCodes.Status404NotFound, "NAME_UNKNOWN", $"There is no repository '{repository}'.");

    public static RegistryError NameInvalid { get; } =
        new(StatusCodes.Status404NotFound, "NAME_INVALID", "The name of the repository is not valid.");

    public static RegistryError NoSuchEndpoint { get; } =
        new(StatusCodes.Status404NotFound, "UNSUPPORTED", "There is no such endpoint.");

    public static RegistryError DigestInvalid(string message) => new(StatusCodes.Status400BadRequest, "DIGEST_INVALID", message);

    public static RegistryError SizeInvalid(string message) => new(StatusCodes.Status400BadRequest, "SIZE_INVALID", message);

    public static RegistryError UploadUnknown { get; } =
        new(StatusCodes.Status404NotFound, "BLOB_UPLOAD_UNKNOWN", "The repository has no such upload.");

    public static RegistryError UploadInvalid(string message) => new(StatusCodes.Status400BadRequest, "BLOB_UPLOAD_INVALID", message);

    public static RegistryError UploadBusy { get; } =
        new(StatusCodes.Status409Conflict, "BLOB_UPLOAD_INVALID", "Another request is using the upload.");

    public static RegistryError OutOfOrder(string message) => new(StatusCodes.Status416RangeNotSatisfiable, "BLOB_UPLOAD_INVALID", message);

    public static RegistryError RangeUnsatisfiable { get; } =
        new(StatusCodes.Status416RangeNotSatisfiable, "SIZE_INVALID", "The range lies outside the blob.");

    public static RegistryError TooManyUploads { get; } =
        new(StatusCodes.Status429TooManyRequests, "TOOMANYREQUESTS", "Too many uploads are open.");

    public static RegistryError Unsupported(string message) => new(StatusCodes.Status405MethodNotAllowed, "UNSUPPORTED", message);

    public static RegistryError PageInvalid { get; } =
        new(StatusCodes.Status400BadRequest, "PAGINATION_NUMBER_INVALID", "'n' is not a number of entries.");
}
