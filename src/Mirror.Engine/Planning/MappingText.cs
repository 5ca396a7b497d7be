using System.Globalization;
using System.Text;
using Mirror.Model.Planning;

namespace Mirror.Engine.Planning;

/// <summary><c>mapping.txt</c>: where each image comes from and goes to, a line each (SPEC 2.7).</summary>
internal static class MappingText
{
    public static string Write(IEnumerable<PlannedImage> images, DestinationNames names)
    {
        var text = new StringBuilder();
        foreach (var image in images)
        {
            var source = image.Source.Transport == Transport.Docker ? $"docker://{image.Source}" : image.Source.ToString();
            text.Append(CultureInfo.InvariantCulture, $"{source}={names.Describe(image.Target)}\n");
        }

        return text.ToString();
    }
}
