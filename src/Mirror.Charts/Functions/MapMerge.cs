using Mirror.Charts.Rendering;
using Mirror.Charts.Values;

namespace Mirror.Charts.Functions;

/// <summary>
/// How Sprig merges dictionaries: without overwriting, what is empty in the destination counts as not there. Maps that the
/// destination lacks are shared with their source, not copied; charts rely on that.
/// </summary>
internal static class MapMerge
{
    private const int MaxDepth = 500;

    public static GoMap MergeAll(object?[] maps, bool overwrite, RenderBudget budget)
    {
        var destination = (GoMap)maps[0]!;
        foreach (var source in maps.Skip(1).Cast<GoMap>())
        {
            Merge(destination, source, overwrite, budget, 0);
        }

        return destination;
    }

    private static void Merge(GoMap destination, GoMap source, bool overwrite, RenderBudget budget, int depth)
    {
        if (ReferenceEquals(destination, source))
        {
            return;
        }

        if (depth > MaxDepth)
        {
            throw new FunctionException($"Dictionaries are nested deeper than {MaxDepth} levels.", ChartFailure.Limit);
        }

        foreach (var key in source.SortedKeys())
        {
            budget.Step();
            var value = source[key];
            var exists = destination.TryGet(key, out var current);
            if (value is null)
            {
                if (overwrite)
                {
                    destination[key] = null;
                }

                continue;
            }

            var isEmpty = !exists || !GoTypes.IsTrue(current);
            switch (value)
            {
                case GoMap inner when current is GoMap map:
                    Merge(map, inner, overwrite, budget, depth + 1);
                    break;
                case GoMap when !isEmpty:
                    // A value that is no dictionary is kept, even when overwriting.
                    break;
                case GoMap or GoList when isEmpty:
                    destination[key] = value;
                    break;
                case GoList list:
                    if (overwrite && source.Count > 0)
                    {
                        destination[key] = list;
                    }

                    break;
                default:
                    if (overwrite || isEmpty)
                    {
                        destination[key] = value;
                    }

                    break;
            }
        }
    }
}
