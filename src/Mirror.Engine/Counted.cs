using System.Globalization;

namespace Mirror.Engine;

/// <summary>Numbers with their noun for messages: <c>1 image</c>, <c>2 images</c>.</summary>
internal static class Counted
{
    public static string Images(int count) => Of(count, "image", "images");

    public static string Of(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
