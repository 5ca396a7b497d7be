namespace Mirror.Charts.Templating;

/// <summary>Go type of a function's parameter; a value of another type is an error, as in Go.</summary>
internal enum ParameterKind
{
    /// <summary>interface{}: any value, nil included.</summary>
    Any,

    /// <summary>string.</summary>
    Text,

    /// <summary>int.</summary>
    Int,

    /// <summary>uint32.</summary>
    Counter,

    /// <summary>float64.</summary>
    Float,

    /// <summary>bool.</summary>
    Bool,

    /// <summary>map[string]interface{}.</summary>
    Map,

    /// <summary>[]interface{}.</summary>
    List,
}
