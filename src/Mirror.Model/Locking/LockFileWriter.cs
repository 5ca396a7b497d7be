namespace Mirror.Model.Locking;

/// <summary>
/// Writes <c>mirror.lock.json</c>: the same lock is the same bytes everywhere (ordinal order, UTF-8, LF, final newline).
/// </summary>
public static class LockFileWriter
{
    /// <summary>The canonical bytes of <paramref name="lockFile"/>.</summary>
    public static byte[] Write(LockFile lockFile)
    {
        using var writer = new LockWriter();
        writer.Object(null, () =>
        {
            writer.Number("lockVersion", LockFile.CurrentLockVersion);
            writer.Number("resolverVersion", lockFile.ResolverVersion);
            writer.Object("sources", () =>
            {
                foreach (var source in lockFile.Sources.Values)
                {
                    writer.Object(source.Key, () => WriteSource(writer, source));
                }
            });
        });
        return writer.ToArray();
    }

    private static void WriteSource(LockWriter writer, LockedSource source)
    {
        writer.Text("inputHash", source.InputHash.ToString());
        writer.Text("requested", source.Requested);
        if (source.Blocked.Count > 0)
        {
            writer.List(LockedSource.BlockedMember, source.Blocked);
        }

        switch (source)
        {
            case LockedHelmSource helm:
                LockedHelmSourceFormat.Write(writer, helm);
                break;
            case LockedImageSource image:
                LockedImageSourceFormat.Write(writer, image);
                break;
            case LockedReleaseSource releases:
                LockedReleaseSourceFormat.Write(writer, releases);
                break;
            case LockedGraphSource graph:
                LockedGraphSourceFormat.Write(writer, graph);
                break;
            case LockedOperatorSource operators:
                LockedOperatorSourceFormat.Write(writer, operators);
                break;
            default:
                throw new ArgumentException($"'{source.GetType().Name}' has no format.", nameof(source));
        }
    }
}
