using Mirror.Charts.Rendering;
using Mirror.Charts.Values;

namespace Mirror.Charts.Functions;

/// <summary>The comparisons of text/template: numbers of different kinds cannot be compared, signed with unsigned can.</summary>
internal static class Comparison
{
    private enum Kind
    {
        None,
        Bool,
        Int,
        Uint,
        Float,
        Text,
    }

    /// <summary>Whether the first equals any of the others.</summary>
    public static bool EqualsAny(object?[] values)
    {
        if (values.Length < 2)
        {
            throw new FunctionException("An argument to compare with is missing.");
        }

        var first = values[0];
        CheckComparable(first);
        var kind = KindOf(first);
        foreach (var other in values.AsSpan(1))
        {
            if (Equals(first, kind, other))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsLess(object? left, object? right)
    {
        var (leftKind, rightKind) = (KindOf(left), KindOf(right));
        if (leftKind == Kind.None || rightKind == Kind.None)
        {
            throw new FunctionException($"Values of type {GoTypes.NameOf(leftKind == Kind.None ? left : right)} cannot be ordered.");
        }

        if (leftKind != rightKind)
        {
            return (leftKind, rightKind) switch
            {
                (Kind.Int, Kind.Uint) => Integer(left) < 0 || (ulong)Integer(left) < Unsigned(right),
                (Kind.Uint, Kind.Int) => Integer(right) >= 0 && Unsigned(left) < (ulong)Integer(right),
                _ => throw Incompatible(left, right),
            };
        }

        return leftKind switch
        {
            Kind.Int => Integer(left) < Integer(right),
            Kind.Uint => Unsigned(left) < Unsigned(right),
            Kind.Float => (double)left! < (double)right!,
            Kind.Text => string.CompareOrdinal((string)left!, (string)right!) < 0,
            _ => throw new FunctionException("Values of type bool cannot be ordered."),
        };
    }

    private static bool Equals(object? first, Kind kind, object? other)
    {
        var otherKind = KindOf(other);
        if (kind != otherKind)
        {
            return (kind, otherKind) switch
            {
                (Kind.Int, Kind.Uint) => Integer(first) >= 0 && (ulong)Integer(first) == Unsigned(other),
                (Kind.Uint, Kind.Int) => Integer(other) >= 0 && Unsigned(first) == (ulong)Integer(other),
                _ when first is null || other is null => false,
                _ => throw Incompatible(first, other),
            };
        }

        switch (kind)
        {
            case Kind.Int:
                return Integer(first) == Integer(other);
            case Kind.Uint:
                return Unsigned(first) == Unsigned(other);
            case Kind.None:
                CheckComparable(other);
                return first is null ? other is null : ReferenceEquals(first, other);
            default:
                return first!.Equals(other);
        }
    }

    private static void CheckComparable(object? value)
    {
        if (value is GoMap or GoList)
        {
            throw new FunctionException($"Values of type {GoTypes.NameOf(value)} cannot be compared.");
        }
    }

    private static FunctionException Incompatible(object? left, object? right) =>
        new($"A value of type {GoTypes.NameOf(left)} cannot be compared with one of type {GoTypes.NameOf(right)}.");

    private static Kind KindOf(object? value) => value switch
    {
        bool => Kind.Bool,
        string => Kind.Text,
        double => Kind.Float,
        _ when GoTypes.TryGetInteger(value, out _) => Kind.Int,
        _ when GoTypes.TryGetUnsigned(value, out _) => Kind.Uint,
        _ => Kind.None,
    };

    private static long Integer(object? value) => GoTypes.TryGetInteger(value, out var integer) ? integer : 0;

    private static ulong Unsigned(object? value) => GoTypes.TryGetUnsigned(value, out var integer) ? integer : 0;
}
