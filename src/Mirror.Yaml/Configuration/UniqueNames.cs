namespace Mirror.Yaml.Configuration;

/// <summary>Names that must not repeat; a repeated one is reported with the line of the first.</summary>
internal sealed class UniqueNames(ReadContext context, string subject)
{
    private readonly Dictionary<string, SourceSpan> _first = new(StringComparer.Ordinal);

    public bool Add(string name, SourceSpan span)
    {
        if (_first.TryAdd(name, span))
        {
            return true;
        }

        context.Report(MirrorErrors.DuplicateEntry, span, $"{subject} '{name}' is already listed in line {_first[name].Line}.");
        return false;
    }
}
