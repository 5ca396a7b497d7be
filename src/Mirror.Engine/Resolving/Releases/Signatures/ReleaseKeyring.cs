using Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

namespace Mirror.Engine.Resolving.Releases.Signatures;

/// <summary>
/// Chooses the keys that releases are verified with: the file that <c>OCP_SIGNATURE_VERIFICATION_PK</c> names replaces the built-in ones. A file that
/// cannot be read is an error: oc-mirror falls back to the built-in keys, which trusts someone the user did not name.
/// </summary>
public static class ReleaseKeyring
{
    private const int MaxSize = 2 * 1024 * 1024;

    /// <summary>Reads <paramref name="path"/> (the variable's value), or gives the built-in keys if it is empty.</summary>
    /// <exception cref="MirrorException">MIR2314.</exception>
    public static async Task<OpenPgpKeyring> LoadAsync(string? path, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(path))
        {
            return OpenPgpKeyring.RedHat;
        }

        try
        {
            var file = new FileInfo(path);
            return file.Length <= MaxSize
                ? OpenPgpKeyring.Read(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), $"the keyring '{path}'")
                : throw MirrorErrors.KeyringUnreadable.Exception($"The keyring '{path}' has more than {MaxSize} bytes; it is not a keyring.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw MirrorErrors.KeyringUnreadable.Exception(
                $"The keyring '{path}', which the environment variable '{ReleaseSignatureStore.KeyringVariable}' names, cannot be read: {e.Message}", e);
        }
    }
}
