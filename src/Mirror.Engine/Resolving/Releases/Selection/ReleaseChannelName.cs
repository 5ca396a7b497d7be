using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>The name of a channel, taken apart: <c>stable-4.20</c>.</summary>
internal sealed record ReleaseChannelName(string Prefix, uint Major, uint Minor)
{
    /// <summary>The channel of the next minor version.</summary>
    public ReleaseChannelName NextMinor => this with { Minor = Minor + 1 };

    /// <summary>The first channel of the next major version.</summary>
    public ReleaseChannelName NextMajor => this with { Major = Major + 1, Minor = 0 };

    /// <summary>Accepts <c>PREFIX-X.Y</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ReleaseChannelName? name)
    {
        name = null;
        var hyphen = text.LastIndexOf('-');
        if (hyphen < 1
            || text[(hyphen + 1)..].Split('.') is not [var x, var y]
            || !uint.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !uint.TryParse(y, NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            || major > 1000 || minor > 1000)
        {
            return false;
        }

        name = new ReleaseChannelName(text[..hyphen], major, minor);
        return true;
    }

    /// <summary>Whether the two are of the same minor version.</summary>
    public bool IsSameMinor(ReleaseChannelName other) => (Major, Minor) == (other.Major, other.Minor);

    /// <summary>Whether this is of a lower minor version.</summary>
    public bool IsBefore(ReleaseChannelName other) => (Major, Minor).CompareTo((other.Major, other.Minor)) < 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{Major}.{Minor}");
}
