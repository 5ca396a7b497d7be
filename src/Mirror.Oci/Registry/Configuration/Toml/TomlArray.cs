namespace Mirror.Oci.Registry.Configuration.Toml;

/// <summary>An array, written as <c>[...]</c> or, if <see cref="IsOfTables"/>, by <c>[[...]]</c> headers, which alone may add to it later.</summary>
internal sealed class TomlArray(bool isOfTables, SourceSpan span) : TomlValue(span)
{
    private readonly List<TomlValue> _items = [];

    public bool IsOfTables { get; } = isOfTables;

    public IReadOnlyList<TomlValue> Items => _items;

    public override string Kind => "an array";

    public void Add(TomlValue item) => _items.Add(item);
}
