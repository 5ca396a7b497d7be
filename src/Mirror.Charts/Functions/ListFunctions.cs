using System.Globalization;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Sprig's list functions. Those with <c>must</c> do the same: an error always ends the rendering here.</summary>
internal static class ListFunctions
{
    public static IEnumerable<TemplateFunction> All =>
    [
        Variadic("list", (e, a) => New(e, a), Any),
        Variadic("tuple", (e, a) => New(e, a), Any),
        .. Both("append", (e, a) => New(e, [.. Items(e, a[0]), a[1]]), Any, Any),
        .. Both("push", (e, a) => New(e, [.. Items(e, a[0]), a[1]]), Any, Any),
        .. Both("prepend", (e, a) => New(e, [a[1], .. Items(e, a[0])]), Any, Any),
        .. Both("first", (e, a) => Items(e, a[0]) is { Count: > 0 } list ? list[0] : null, Any),
        .. Both("last", (e, a) => Items(e, a[0]) is { Count: > 0 } list ? list[^1] : null, Any),
        .. Both("rest", (e, a) => Items(e, a[0]) is { Count: > 0 } list ? list.Slice(1, list.Count) : GoList.Empty, Any),
        .. Both("initial", (e, a) => Items(e, a[0]) is { Count: > 0 } list ? list.Slice(0, list.Count - 1) : GoList.Empty, Any),
        .. Both("reverse", (e, a) => New(e, [.. Items(e, a[0]).Reverse()]), Any),
        .. Both("compact", (e, a) => New(e, [.. Items(e, a[0]).Where(GoTypes.IsTrue)]), Any),
        .. Both("uniq", (e, a) => Unique(e, Items(e, a[0])), Any),
        .. Both("has", (e, a) => a[1] is not null && Contains(e, Items(e, a[1]), a[0]), Any, Any),
        .. Both("chunk", (e, a) => Chunk(e, (nint)a[0]!, Items(e, a[1])), Int, Any),
        .. BothVariadic("without", (e, a) => Without(e, Items(e, a[0]), a[1..]), Any, Any),
        .. BothVariadic("slice", (e, a) => Slice(Items(e, a[0]), a), Any, Any),
        Variadic("concat", (e, a) => New(e, [.. a.SelectMany(list => Items(e, list))]), Any),
        Of("until", (e, a) => UntilStep(e, 0, (nint)a[0]!, (nint)a[0]! < 0 ? -1 : 1), Int),
        Of("untilStep", (e, a) => UntilStep(e, (nint)a[0]!, (nint)a[1]!, (nint)a[2]!), Int, Int, Int),
        Variadic("seq", (e, a) => Sequence(e, [.. a.Select(n => (long)(nint)n!)]), Int),
    ];

    private static IEnumerable<TemplateFunction> Both(string name, Func<Execution, object?[], object?> body, params ParameterKind[] parameters) =>
        [Of(name, body, parameters), Of(Must(name), body, parameters)];

    private static IEnumerable<TemplateFunction> BothVariadic(string name, Func<Execution, object?[], object?> body, params ParameterKind[] parameters) =>
        [Variadic(name, body, parameters), Variadic(Must(name), body, parameters)];

    private static string Must(string name) => "must" + char.ToUpperInvariant(name[0]) + name[1..];

    // A list costs as much as it holds.
    private static GoList New(Execution execution, object?[] items)
    {
        execution.Budget.Steps(items.Length);
        execution.Budget.Text(items.Length);
        return new GoList(items);
    }

    private static GoList Items(Execution execution, object? value)
    {
        if (value is not GoList list)
        {
            throw new FunctionException($"A list is expected, not a value of type {GoTypes.NameOf(value)}.");
        }

        execution.Budget.Steps(list.Count);
        return list;
    }

    private static bool Contains(Execution execution, IEnumerable<object?> list, object? item)
    {
        foreach (var element in list)
        {
            if (GoEquality.DeepEquals(element, item, execution.Budget))
            {
                return true;
            }
        }

        return false;
    }

    private static GoList Unique(Execution execution, GoList list)
    {
        var unique = new List<object?>();
        foreach (var item in list)
        {
            if (!Contains(execution, unique, item))
            {
                unique.Add(item);
            }
        }

        return New(execution, [.. unique]);
    }

    private static GoList Without(Execution execution, GoList list, object?[] left) =>
        New(execution, [.. list.Where(item => !Contains(execution, left, item))]);

    private static GoList Chunk(Execution execution, long size, GoList list)
    {
        if (size < 1)
        {
            throw new FunctionException("A list is cut into chunks of at least one element.");
        }

        return New(execution, [.. list.Chunk((int)Math.Min(size, int.MaxValue)).Select(items => New(execution, items))]);
    }

    private static GoList Slice(GoList list, object?[] arguments)
    {
        var start = arguments.Length > 1 ? Casts.ToInt64(arguments[1]) : 0;
        var end = arguments.Length > 2 ? Casts.ToInt64(arguments[2]) : list.Count;
        return start >= 0 && start <= end && end <= list.Count
            ? list.Slice((int)start, (int)end)
            : throw new FunctionException($"The part from {start} to {end} is not inside of a list of {list.Count} elements.");
    }

    private static GoList UntilStep(Execution execution, long start, long stop, long step)
    {
        var isDown = stop < start;
        if (step == 0 || isDown == step > 0)
        {
            return new GoList([]) { GoType = GoList.IntType };
        }

        var count = (Int128.Abs((Int128)stop - start) + Int128.Abs(step) - 1) / Int128.Abs(step);
        var charged = (long)Int128.Min(count, long.MaxValue);
        execution.Budget.Steps(charged);
        execution.Budget.Text(charged);
        var items = new object?[(int)charged];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = (nint)(start + i * step);
        }

        return new GoList(items) { GoType = GoList.IntType };
    }

    private static string Sequence(Execution execution, long[] parameters)
    {
        var (start, step, end) = parameters switch
        {
            [var last] => (1, last < 1 ? -1 : 1, last),
            [var first, var last] => (first, last < first ? -1 : 1, last),
            [var first, var by, var last] => (first, by, last),
            _ => (0, 0, 0),
        };
        var direction = end < start ? -1 : 1;
        var numbers = Math.Sign(step) == direction ? UntilStep(execution, start, end + direction, step) : GoList.Empty;
        return string.Join(' ', numbers.Select(number => ((nint)number!).ToString(CultureInfo.InvariantCulture)));
    }
}
