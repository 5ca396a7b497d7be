namespace Mirror.Charts.Templating;

/// <summary>A function that templates can call.</summary>
/// <param name="Name">As templates write it.</param>
/// <param name="Parameters">In order; the last one repeats when the function is variadic.</param>
/// <param name="IsVariadic">Whether the last parameter takes any number of arguments.</param>
/// <param name="Body">Arguments are of the kinds that the parameters say.</param>
internal sealed record TemplateFunction(
    string Name,
    ParameterKind[] Parameters,
    bool IsVariadic,
    Func<Execution, object?[], object?> Body)
{
    /// <summary>Evaluated work beyond one step, for functions whose cost does not show in the length of their result.</summary>
    public long Steps { get; init; }

    public static TemplateFunction Of(string name, Func<Execution, object?[], object?> body, params ParameterKind[] parameters) =>
        new(name, parameters, false, body);

    public static TemplateFunction Variadic(string name, Func<Execution, object?[], object?> body, params ParameterKind[] parameters) =>
        new(name, parameters, true, body);

    public ParameterKind KindOf(int index) => Parameters[Math.Min(index, Parameters.Length - 1)];
}
