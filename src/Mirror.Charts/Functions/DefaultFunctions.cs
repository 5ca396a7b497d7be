using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Sprig's functions about emptiness and types.</summary>
internal static class DefaultFunctions
{
    public static IEnumerable<TemplateFunction> All =>
    [
        Variadic("default", (_, a) => a.Length < 2 || !GoTypes.IsTrue(a[1]) ? a[0] : a[1], Any, Any),
        Of("empty", (_, a) => !GoTypes.IsTrue(a[0]), Any),
        Variadic("coalesce", (_, a) => a.FirstOrDefault(GoTypes.IsTrue), Any),
        Variadic("all", (_, a) => a.All(GoTypes.IsTrue), Any),
        Variadic("any", (_, a) => a.Any(GoTypes.IsTrue), Any),
        Of("ternary", (_, a) => (bool)a[2]! ? a[0] : a[1], Any, Any, Bool),
        Of("fail", (_, a) => throw new FunctionException((string)a[0]!, ChartFailure.RequiredValue), Text),
        Of("typeOf", (_, a) => GoTypes.NameOf(a[0]), Any),
        Of("typeIs", (_, a) => GoTypes.NameOf(a[1]) == (string)a[0]!, Text, Any),
        Of("typeIsLike", (_, a) => GoTypes.NameOf(a[1]) is var name && (name == (string)a[0]! || name == "*" + (string)a[0]!), Text, Any),
        Of("kindOf", (_, a) => GoTypes.KindOf(a[0]), Any),
        Of("kindIs", (_, a) => GoTypes.KindOf(a[1]) == (string)a[0]!, Text, Any),
        Of("deepEqual", (e, a) => GoEquality.DeepEquals(a[0], a[1], e.Budget), Any, Any),
    ];
}
