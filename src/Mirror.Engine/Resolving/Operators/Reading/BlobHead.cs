using System.Text.Json;
using System.Text.Unicode;
using Mirror.Model.Json;

namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>The three members that say what a blob is and whom it belongs to; empty when absent.</summary>
internal readonly record struct BlobHead(string Schema, string Name, string Package)
{
    /// <summary>The schema of the blob that a package is declared by.</summary>
    public const string PackageSchema = "olm.package";

    /// <summary>The schema of channels.</summary>
    public const string ChannelSchema = "olm.channel";

    /// <summary>The schema of bundles.</summary>
    public const string BundleSchema = "olm.bundle";

    /// <summary>The schema of deprecations.</summary>
    public const string DeprecationsSchema = "olm.deprecations";

    /// <summary>The package that the blob is filtered with; empty for one that belongs to none.</summary>
    public string Owner => Schema == PackageSchema && Package.Length == 0 ? Name : Package;

    /// <summary>
    /// Reads the head of <paramref name="json"/> and proves on the way that all of it is one JSON object whose texts can be read. Names of members are compared
    /// without case, as opm does.
    /// </summary>
    /// <exception cref="CatalogFormatException">It is not, or has no schema.</exception>
    public static BlobHead Read(ReadOnlySpan<byte> json, int maxDepth)
    {
        if (!Utf8.IsValid(json))
        {
            throw new CatalogFormatException("it is not UTF-8");
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        string? schema = null, name = null, package = null;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new CatalogFormatException("it is not an object");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var member = Member(ref reader);
                reader.Read();
                switch (member)
                {
                    case "schema":
                        schema = Text(ref reader, member);
                        break;
                    case "name":
                        name = Text(ref reader, member);
                        break;
                    case "package":
                        package = Text(ref reader, member);
                        break;
                    default:
                        Pass(ref reader);
                        break;
                }
            }

            reader.Read();
        }
        catch (JsonException e)
        {
            throw new CatalogFormatException($"it is not JSON ({e.Message})", 0, 0, e);
        }

        return string.IsNullOrEmpty(schema)
            ? throw new CatalogFormatException("it has no 'schema', which says what a blob of a catalog is")
            : new BlobHead(schema, name ?? "", package ?? "");
    }

    private static void Pass(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        while (true)
        {
            Check(ref reader);
            if (reader.CurrentDepth == depth && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                return;
            }

            reader.Read();
        }
    }

    private static void Check(ref Utf8JsonReader reader)
    {
        if (!JsonText.IsText(ref reader))
        {
            throw new CatalogFormatException("it has an escape that is not a character");
        }
    }

    private static string? Member(ref Utf8JsonReader reader)
    {
        Check(ref reader);
        if (reader.HasValueSequence || reader.ValueSpan.Length is not (4 or 6 or 7))
        {
            return null;
        }

        var member = reader.GetString();
        return string.Equals(member, "schema", StringComparison.OrdinalIgnoreCase) ? "schema"
            : string.Equals(member, "name", StringComparison.OrdinalIgnoreCase) ? "name"
            : string.Equals(member, "package", StringComparison.OrdinalIgnoreCase) ? "package"
            : null;
    }

    private static string? Text(ref Utf8JsonReader reader, string member) => reader.TokenType switch
    {
        JsonTokenType.String => JsonText.Find(ref reader) ?? throw new CatalogFormatException($"its '{member}' has an escape that is not a character"),
        JsonTokenType.Null => null,
        _ => throw new CatalogFormatException($"its '{member}' is not a string"),
    };
}
