using System.Globalization;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Sprig's arithmetic: int64 without overflow checks, and decimals for the functions that end in f.</summary>
internal static class MathFunctions
{
    private const int DivisionDigits = 16;

    public static IEnumerable<TemplateFunction> All =>
    [
        Of("atoi", (_, a) => (nint)(long.TryParse((string)a[0]!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) ? i : 0), Text),
        Of("int64", (_, a) => Casts.ToInt64(a[0]), Any),
        Of("int", (_, a) => (nint)Casts.ToInt64(a[0]), Any),
        Of("float64", (_, a) => Casts.ToFloat64(a[0]), Any),
        Of("toDecimal", (e, a) => FromOctal(GoFormat.Print(a[0], e.Budget)), Any),
        Of("add1", (_, a) => unchecked(Casts.ToInt64(a[0]) + 1), Any),
        Variadic("add", (_, a) => a.Aggregate(0L, (sum, v) => unchecked(sum + Casts.ToInt64(v))), Any),
        Of("sub", (_, a) => unchecked(Casts.ToInt64(a[0]) - Casts.ToInt64(a[1])), Any, Any),
        Of("div", (_, a) => Divide(Casts.ToInt64(a[0]), Casts.ToInt64(a[1])), Any, Any),
        Of("mod", (_, a) => Remainder(Casts.ToInt64(a[0]), Casts.ToInt64(a[1])), Any, Any),
        Variadic("mul", (_, a) => a.Aggregate(1L, (product, v) => unchecked(product * Casts.ToInt64(v))), Any, Any),
        Of("add1f", (_, a) => Fold(a[0], [1.0], (x, y) => x + y), Any),
        Variadic("addf", (_, a) => Fold(0.0, a, (x, y) => x + y), Any),
        Variadic("subf", (_, a) => Fold(a[0], a.AsSpan(1), (x, y) => x - y), Any, Any),
        Variadic("mulf", (_, a) => Fold(a[0], a.AsSpan(1), (x, y) => x * y), Any, Any),
        Variadic("divf", (_, a) => Fold(a[0], a.AsSpan(1), DivideDecimal), Any, Any),
        Variadic("max", (_, a) => a.Max(Casts.ToInt64), Any, Any),
        Variadic("biggest", (_, a) => a.Max(Casts.ToInt64), Any, Any),
        Variadic("min", (_, a) => a.Min(Casts.ToInt64), Any, Any),
        Variadic("maxf", (_, a) => a.Max(Casts.ToFloat64), Any, Any),
        Variadic("minf", (_, a) => a.Min(Casts.ToFloat64), Any, Any),
        Of("ceil", (_, a) => Math.Ceiling(Casts.ToFloat64(a[0])), Any),
        Of("floor", (_, a) => Math.Floor(Casts.ToFloat64(a[0])), Any),
        Variadic("round", (_, a) => Round(Casts.ToFloat64(a[0]), Casts.ToFloat64(a[1]), a.Length > 2 ? Casts.ToFloat64(a[2]) : 0.5), Any, Any, Any),
    ];

    private static long Divide(long left, long right) => right == 0
        ? throw new FunctionException("A number cannot be divided by zero.")
        : right == -1 ? unchecked(-left) : left / right;

    private static long Remainder(long left, long right) => right == 0
        ? throw new FunctionException("A number cannot be divided by zero.")
        : right == -1 ? 0 : left % right;

    private static long FromOctal(string text)
    {
        var isNegative = text.StartsWith('-');
        var digits = text.TrimStart('-', '+');
        if (digits.Length is 0 or > 21 || digits.AsSpan().IndexOfAnyExceptInRange('0', '7') >= 0)
        {
            return 0;
        }

        var value = Convert.ToInt64(digits, 8);
        return isNegative ? -value : value;
    }

    private static double Fold(object? first, ReadOnlySpan<object?> others, Func<decimal, decimal, decimal> combine)
    {
        var result = ToDecimal(first);
        foreach (var other in others)
        {
            result = combine(result, ToDecimal(other));
        }

        return (double)result;
    }

    private static decimal DivideDecimal(decimal left, decimal right) => right == 0
        ? throw new FunctionException("A number cannot be divided by zero.")
        : Math.Round(left / right, DivisionDigits, MidpointRounding.AwayFromZero);

    // By way of text, so that 2.4 is 2.4 and not its nearest binary neighbour.
    private static decimal ToDecimal(object? value) =>
        decimal.TryParse(GoFloat.Format(Casts.ToFloat64(value), 'g'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static double Round(double value, double places, double from)
    {
        var power = Math.Pow(10, places);
        var digit = power * value;
        return (digit - Math.Truncate(digit) >= from ? Math.Ceiling(digit) : Math.Floor(digit)) / power;
    }
}
