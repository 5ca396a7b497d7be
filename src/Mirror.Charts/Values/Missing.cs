namespace Mirror.Charts.Values;

/// <summary>
/// What text/template calls the zero reflect.Value: no value at all, as opposed to a nil interface (null here). A field of it is
/// again missing, where a field of nil is an error; a pipeline turns nil into it. Functions see null.
/// </summary>
internal sealed class Missing
{
    public static readonly Missing Value = new();

    private Missing()
    {
    }

    public static object? ToNil(object? value) => value is Missing ? null : value;
}
