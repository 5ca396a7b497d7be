using Mirror.Charts.Rendering;
using Mirror.Charts.Values;

namespace Mirror.Charts.Discovery;

/// <summary>
/// Finds the images that a rendered chart would run: those of everything that looks like a pod, at any depth of any object, hooks
/// and custom resources included, and those that image paths lead to (SPEC 6.2).
/// </summary>
public static class ImageFinder
{
    private static readonly string[] _containerLists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>All images in the order of the documents; one that is named twice is there twice.</summary>
    /// <param name="rendered">The chart.</param>
    /// <param name="imagePaths">Asked of every document; what they do not find is not an error.</param>
    public static IReadOnlyList<FoundImage> Find(RenderedChart rendered, IReadOnlyList<ImagePath> imagePaths)
    {
        // An image path may lead to what was found already.
        var known = new HashSet<FoundImage>();
        var found = new List<FoundImage>();
        foreach (var document in rendered.Documents)
        {
            var start = found.Count;
            AddPods(found, document, document.Content, "");
            known.UnionWith(found.Skip(start).Select(image => image with { IsContainer = false }));
            foreach (var path in imagePaths)
            {
                foreach (var (image, place) in path.Find(document.Content))
                {
                    var added = new FoundImage(image, document.File, document.Index, place, IsContainer: false);
                    if (known.Add(added))
                    {
                        found.Add(added);
                    }
                }
            }
        }

        return found;
    }

    // The pod specification of a Deployment, a CronJob or a List is only deeper than that of a Pod, so kinds do not matter.
    private static void AddPods(List<FoundImage> found, RenderedDocument document, object? value, string path)
    {
        switch (value)
        {
            case GoMap map:
                foreach (var name in _containerLists)
                {
                    if (map.TryGet(name, out var containers) && containers is GoList list)
                    {
                        AddContainers(found, document, list, $"{path}.{name}");
                    }
                }

                foreach (var (key, inner) in map)
                {
                    if (inner is GoMap or GoList)
                    {
                        AddPods(found, document, inner, path + JsonPath.Step(key));
                    }
                }

                break;
            case GoList list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is GoMap or GoList)
                    {
                        AddPods(found, document, list[i], $"{path}[{i}]");
                    }
                }

                break;
        }
    }

    private static void AddContainers(List<FoundImage> found, RenderedDocument document, GoList containers, string path)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i] is GoMap container && container.TryGet("image", out var image) && image is string text && !string.IsNullOrWhiteSpace(text))
            {
                found.Add(new FoundImage(text.Trim(), document.File, document.Index, $"{path}[{i}].image", IsContainer: true));
            }
        }
    }
}
