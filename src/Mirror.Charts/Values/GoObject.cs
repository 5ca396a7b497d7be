using Mirror.Charts.Templating;

namespace Mirror.Charts.Values;

/// <summary>A Go struct with its methods, as templates see it: fields and methods are asked for by name.</summary>
internal abstract class GoObject
{
    /// <summary>As <c>%T</c> prints it.</summary>
    public abstract string GoType { get; }

    /// <summary>As <c>kindOf</c> prints it.</summary>
    public virtual string GoKind => "struct";

    /// <summary>Whether there is a field or a method of this name; a method without arguments is called at once.</summary>
    public abstract bool TryGet(string name, out object? value);

    /// <summary>Calls a method that takes arguments.</summary>
    public virtual bool TryCall(string name, Execution execution, object?[] arguments, out object? result)
    {
        result = null;
        return false;
    }

    /// <summary>The text of a type that has a String method; null when it has none.</summary>
    public virtual string? Text => null;

    /// <summary>As JSON, and so <c>toYaml</c>, sees it.</summary>
    public abstract object? ToData();
}
