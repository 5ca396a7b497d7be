using System.Runtime.CompilerServices;
using Mirror.Charts.Rendering;

namespace Mirror.Charts.Values;

/// <summary>reflect.DeepEqual: values of different Go types are never equal.</summary>
internal static class GoEquality
{
    public static bool DeepEquals(object? left, object? right, RenderBudget budget)
    {
        CheckDepth();
        budget.Step();
        switch (left, right)
        {
            case (null, null):
                return true;
            case (null, _) or (_, null):
                return false;
            case (string a, string b):
                budget.Steps(Math.Min(a.Length, b.Length) / 64);
                return string.Equals(a, b, StringComparison.Ordinal);
            case (GoMap a, GoMap b):
                return ReferenceEquals(a, b) || (a.GoType == b.GoType && a.Count == b.Count
                    && a.All(entry => b.TryGet(entry.Key, out var other) && DeepEquals(entry.Value, other, budget)));
            case (GoList a, GoList b):
                return a.GoType == b.GoType && a.Count == b.Count && a.Zip(b).All(pair => DeepEquals(pair.First, pair.Second, budget));
            case (GoObject a, GoObject b):
                return ReferenceEquals(a, b) || (a.GoType == b.GoType && a.Text is not null && a.Text == b.Text);
            default:
                return left.GetType() == right.GetType() && left.Equals(right);
        }
    }

    /// <summary>A copy that shares no map and no list with the original.</summary>
    public static object? DeepCopy(object? value, RenderBudget budget)
    {
        CheckDepth();
        budget.Step();
        switch (value)
        {
            case GoMap map:
                var copy = new GoMap(map.Count) { GoType = map.GoType };
                foreach (var (key, item) in map)
                {
                    copy[key] = DeepCopy(item, budget);
                }

                return copy;
            case GoList list:
                var items = new object?[list.Count];
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = DeepCopy(list[i], budget);
                }

                return new GoList(items) { GoType = list.GoType };
            default:
                return value;
        }
    }

    /// <summary>Templates can put a dictionary into itself; walking one ends here instead of ending the process.</summary>
    public static void CheckDepth()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new FunctionException("A value is nested too deeply; does it hold itself?", ChartFailure.Limit);
        }
    }
}
