namespace Mirror.Sandbox.Registry;

/// <summary>What the file of a tag says: the digest on the first line, the tag's name on the second.</summary>
internal sealed record TagFile(string Name, Digest Digest)
{
    /// <summary>Reads a file; null when there is none.</summary>
    /// <exception cref="MirrorException">MIR4004: the file says something else.</exception>
    public static TagFile? Find(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return text.Split('\n') is [var digestText, var name, ""] && Digest.TryParse(digestText, out var digest) && ReferenceRules.IsTag(name)
            ? new TagFile(name, digest)
            : throw MirrorErrors.LayoutInvalid.Exception($"'{path}' does not name a tag and its digest. Delete the file and push the tag again.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Digest}\n{Name}\n";
}
