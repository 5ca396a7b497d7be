namespace Mirror.Engine.Options;

/// <summary>What people typed, as messages may show it.</summary>
public static class ArgumentText
{
    /// <summary>
    /// <paramref name="text"/> without what may be a secret if it is an address: what stands before an '@', and a query. Addresses turn up in wrong places too, so
    /// this is for every argument.
    /// </summary>
    public static string Redact(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal);
        var query = start < 0 ? -1 : text.IndexOf('?', start);
        var address = query < 0 ? text : $"{text[..query]}?***";
        var at = address.LastIndexOf('@');
        return at < 0 ? address : $"{(start < 0 || at < start ? "" : address[..(start + 3)])}***{address[at..]}";
    }
}
