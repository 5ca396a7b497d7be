using System.Globalization;
using System.Text;
using Mirror.Engine.Planning;

namespace Mirror.Engine.Explaining;

/// <summary>The explanation for a terminal.</summary>
internal static class ExplainText
{
    private const int MaxShared = 10;

    public static string Write(IReadOnlyList<ExplainedImage> images, DestinationNames names)
    {
        var text = new StringBuilder();
        foreach (var image in images)
        {
            AppendImage(text, image, names);
        }

        return text.ToString();
    }

    private static void AppendImage(StringBuilder text, ExplainedImage image, DestinationNames names)
    {
        text.Append(text.Length == 0 ? "" : "\n");
        text.Append(CultureInfo.InvariantCulture, $"{image.Paths[0].Image.Source}\n  size         {ByteSize.Format(image.Size)}\n");
        foreach (var origin in image.Paths.Select(path => path.Image.Origin.ToString()).Distinct().Where(origin => origin != image.Paths[0].Image.Source.ToString()))
        {
            text.Append(CultureInfo.InvariantCulture, $"  called       {origin}\n");
        }

        foreach (var target in image.Paths.Select(path => names.Describe(path.Image.Target)).Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"  destination  {target}\n");
        }

        foreach (var path in image.Paths)
        {
            text.Append(CultureInfo.InvariantCulture, $"  because      {(path.Place is null ? "" : $"{path.Place}: ")}{string.Join(" > ", path.Steps)}\n");
        }

        AppendShared(text, image.Shared);
    }

    private static void AppendShared(StringBuilder text, IReadOnlyList<LayerSharing>? shared)
    {
        switch (shared)
        {
            case null:
                text.Append("  layers       not known: the store does not hold its manifests\n");
                break;
            case []:
                text.Append("  layers       shared with no other image whose manifests the store holds\n");
                break;
            default:
                foreach (var other in shared.Take(MaxShared))
                {
                    text.Append(CultureInfo.InvariantCulture, $"  layers       {other.Layers} ({ByteSize.Format(other.Bytes)}) shared with {other.Other.Origin}\n");
                }

                if (shared.Count > MaxShared)
                {
                    text.Append(CultureInfo.InvariantCulture, $"  layers       and with {Counted.Images(shared.Count - MaxShared)} more\n");
                }

                break;
        }
    }
}
