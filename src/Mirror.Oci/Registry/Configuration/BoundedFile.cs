using System.Globalization;

namespace Mirror.Oci.Registry.Configuration;

/// <summary>Whole small files that somebody else wrote.</summary>
internal static class BoundedFile
{
    /// <summary>The content of <paramref name="path"/>, at most <paramref name="maxSize"/> bytes.</summary>
    /// <exception cref="MirrorException">Of <paramref name="code"/>: the file is missing, unreadable or too large.</exception>
    public static byte[] Read(string path, int maxSize, ErrorCode code)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var buffer = new byte[maxSize + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > maxSize)
            {
                throw code.Exception(string.Create(CultureInfo.InvariantCulture, $"'{path}' has more than {maxSize} bytes."));
            }

            return buffer[..length];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw code.Exception($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
