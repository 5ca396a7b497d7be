using Mirror.Charts.Values;

namespace Mirror.Charts.Discovery;

/// <summary>What a filter asks of an element: that something exists, or how two values compare.</summary>
/// <param name="Left">A path from the element.</param>
/// <param name="Operator">Empty to ask for existence.</param>
/// <param name="Right">A path, or null for the constant.</param>
/// <param name="Constant">A text, a number or a truth value.</param>
internal sealed record JsonPathCondition(JsonPathExpression Left, string Operator, JsonPathExpression? Right, object? Constant)
{
    public bool Holds(object? element)
    {
        var left = Left.Evaluate(element);
        if (left.Count == 0 || Operator.Length == 0)
        {
            return left.Count > 0;
        }

        var right = Right is null ? Constant : Right.Evaluate(element) is [var first, ..] ? first.Value : null;
        return Compare(left[0].Value, right) is { } order && Operator switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    // Values of different types are never equal and have no order.
    private int? Compare(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (double a, double b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        (null, null) => 0,
        _ => Operator == "!=" ? 1 : null,
    };
}
