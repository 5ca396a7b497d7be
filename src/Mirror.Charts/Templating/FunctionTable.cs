using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Mirror.Charts.Templating;

/// <summary>The functions that templates can name.</summary>
internal sealed class FunctionTable(IEnumerable<TemplateFunction> functions)
{
    private readonly FrozenDictionary<string, TemplateFunction> _functions =
        functions.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public IEnumerable<string> Names => _functions.Keys;

    public bool TryGet(string name, [NotNullWhen(true)] out TemplateFunction? function) => _functions.TryGetValue(name, out function);
}
