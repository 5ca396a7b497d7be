using System.Globalization;

namespace Mirror.Engine.Options;

/// <summary>The lock file of this mirror as it was committed before a day began, in UTC.</summary>
public sealed record BaseDay(DateOnly Day) : BaseReference
{
    /// <inheritdoc/>
    public override string ToString() => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
