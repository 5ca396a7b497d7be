namespace Mirror.Charts.Values;

/// <summary>
/// Which .NET value stands for which Go type: nint is int, long is int64, double is float64, byte is uint8, int is int32 (a rune),
/// null is a nil interface. Go's int is as wide as the machine's word, and so is nint.
/// </summary>
internal static class GoTypes
{
    /// <summary>As <c>%T</c> prints it.</summary>
    public static string NameOf(object? value) => value switch
    {
        null => "<nil>",
        bool => "bool",
        string => "string",
        nint => "int",
        long => "int64",
        double => "float64",
        ulong => "uint64",
        uint => "uint32",
        byte => "uint8",
        int => "int32",
        GoMap map => map.GoType,
        GoList list => list.GoType,
        GoObject obj => obj.GoType,
        _ => value.GetType().Name,
    };

    /// <summary>As <c>kindOf</c> prints it.</summary>
    public static string KindOf(object? value) => value switch
    {
        null => "invalid",
        GoMap => "map",
        GoList => "slice",
        GoObject obj => obj.GoKind,
        _ => NameOf(value),
    };

    /// <summary>Whether it is one of Go's signed integers, and which.</summary>
    public static bool TryGetInteger(object? value, out long integer)
    {
        switch (value)
        {
            case nint i:
                integer = i;
                return true;
            case long l:
                integer = l;
                return true;
            case int r:
                integer = r;
                return true;
            case GoDuration duration:
                integer = duration.Nanoseconds;
                return true;
            default:
                integer = 0;
                return false;
        }
    }

    /// <summary>Whether it is one of Go's unsigned integers, and which.</summary>
    public static bool TryGetUnsigned(object? value, out ulong integer)
    {
        switch (value)
        {
            case ulong u:
                integer = u;
                return true;
            case uint u:
                integer = u;
                return true;
            case byte b:
                integer = b;
                return true;
            default:
                integer = 0;
                return false;
        }
    }

    /// <summary>What <c>if</c>, <c>and</c>, <c>default</c> and <c>empty</c> ask.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or Missing => false,
        bool b => b,
        string s => s.Length > 0,
        nint i => i != 0,
        double d => d != 0,
        GoMap map => map.Count > 0,
        GoList list => list.Count > 0,
        GoDuration duration => duration.Nanoseconds != 0,
        GoObject => true,
        _ when TryGetInteger(value, out var integer) => integer != 0,
        _ when TryGetUnsigned(value, out var unsigned) => unsigned != 0,
        _ => true,
    };
}
