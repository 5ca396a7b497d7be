using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Model.Versions;

namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>Writes down what a configuration asks of a catalog.</summary>
internal static class Selection
{
    public static OperatorCatalog All(bool full = false) => Of(full);

    public static OperatorCatalog Of(params OperatorPackage[] packages) => Of(false, packages);

    public static OperatorCatalog Full(params OperatorPackage[] packages) => Of(true, packages);

    public static OperatorPackage Package(
        string name, string? min = null, string? max = null, string? defaultChannel = null, params OperatorChannel[] channels) => new()
    {
        Name = name,
        MinVersion = Bound(min),
        MaxVersion = Bound(max),
        DefaultChannel = defaultChannel,
        Channels = [.. channels],
        Span = SourceSpan.At("imageset.yaml", 5, 7),
        FieldSpans = Fields(6, min, max),
    };

    public static OperatorChannel Channel(string name, string? min = null, string? max = null) => new()
    {
        Name = name,
        MinVersion = Bound(min),
        MaxVersion = Bound(max),
        Span = SourceSpan.At("imageset.yaml", 10, 11),
        FieldSpans = Fields(11, min, max),
    };

    private static OperatorCatalog Of(bool full, params OperatorPackage[] packages) => new()
    {
        Catalog = ImageReference.Parse(TestCatalog.Name),
        Full = full,
        Packages = [.. packages],
        Span = SourceSpan.At("imageset.yaml", 3, 5),
    };

    private static VersionBound? Bound(string? text) => text is null ? null : VersionBound.Parse(text);

    private static Dictionary<string, SourceSpan> Fields(int line, string? min, string? max)
    {
        var fields = new Dictionary<string, SourceSpan>();
        if (min is not null)
        {
            fields["minVersion"] = SourceSpan.At("imageset.yaml", line, 23);
        }

        if (max is not null)
        {
            fields["maxVersion"] = SourceSpan.At("imageset.yaml", line + 1, 23);
        }

        return fields;
    }
}
