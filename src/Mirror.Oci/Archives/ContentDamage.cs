namespace Mirror.Oci.Archives;

/// <summary>Content of an archive that is not what it should be.</summary>
/// <param name="Blob">What it should be.</param>
/// <param name="Problem">The file, the entry and the reason, as a sentence without its end.</param>
public sealed record ContentDamage(Descriptor Blob, string Problem)
{
    /// <summary>Whether reading has failed because of what is on the disk, or because the disk cannot give it.</summary>
    internal static bool IsDamage(Exception exception) =>
        exception is IOException || (exception is MirrorException known && known.Diagnostics.All(d => d.Code == MirrorErrors.DigestMismatch || d.Code == MirrorErrors.SizeMismatch));
}
