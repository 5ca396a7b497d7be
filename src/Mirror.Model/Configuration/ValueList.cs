namespace Mirror.Model.Configuration;

/// <summary>Creates a <see cref="ValueList{T}"/> from a collection expression.</summary>
public static class ValueList
{
    /// <summary>A list of these items.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
