using System.Security.Cryptography;
using System.Text;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving.Operators;

/// <summary>
/// The hash that oc-mirror names filtered catalogs by (SPEC 5.3): to find them in its caches and working folders. The order of packages and channels
/// matters. MD5 because oc-mirror says so; it protects nothing.
/// </summary>
public static class LegacyFilterHash
{
    /// <summary>32 lower-case hex digits.</summary>
    /// <param name="name">The catalog as the configuration has it, without transport, tag and digest.</param>
    /// <param name="digest">The digest of the catalog's manifest.</param>
    /// <param name="hasPackages">Whether the configuration has the key <c>packages</c>, be its list empty.</param>
    public static string Compute(OperatorCatalog catalog, string name, Digest digest, bool hasPackages)
    {
        var json = Encoding.UTF8.GetBytes(Json(catalog, name, digest, hasPackages));
        return Convert.ToHexStringLower(MD5.HashData(json));
    }

    /// <summary>The text that is hashed: what Go's JSON encoder writes of the entry.</summary>
    internal static string Json(OperatorCatalog catalog, string name, Digest digest, bool hasPackages)
    {
        var text = new StringBuilder("{\"packages\":");
        text.Append(hasPackages ? List(catalog.Packages.Select(Package)) : "null");
        text.Append(Member(",catalog", $"{name}@{digest}", always: true));
        text.Append(catalog.Full ? ",\"full\":true" : "");
        text.Append(catalog.SkipDependencies ? ",\"skipDependencies\":true" : "");
        if (catalog.Platforms.Count > 0)
        {
            text.Append(",\"platforms\":");
            text.Append(List(catalog.Platforms.Select(platform => $"{{{Member("os", platform.Os, true)}{Member(",architecture", platform.Architecture, true)}}}")));
        }

        return text.Append('}').ToString();
    }

    private static string Package(OperatorPackage package) =>
        $"{{{Member("name", package.Name, always: true)}"
        + (package.Channels.Count == 0 ? "" : $",\"channels\":{List(package.Channels.Select(Channel))}")
        + Member(",defaultChannel", package.DefaultChannel)
        + Member(",minVersion", package.MinVersion?.Text)
        + Member(",maxVersion", package.MaxVersion?.Text)
        + "}";

    private static string Channel(OperatorChannel channel) =>
        $"{{{Member("name", channel.Name, always: true)}{Member(",minVersion", channel.MinVersion?.Text)}{Member(",maxVersion", channel.MaxVersion?.Text)}}}";

    private static string List(IEnumerable<string> items) => $"[{string.Join(',', items)}]";

    /// <summary>A comma before the name stays outside of the quotes.</summary>
    private static string Member(string name, string? value, bool always = false)
    {
        if (string.IsNullOrEmpty(value) && !always)
        {
            return "";
        }

        var buffer = new JsonBuffer(int.MaxValue);
        buffer.AppendString(value ?? "");
        var comma = name[0] == ',' ? "," : "";
        return $"{comma}\"{name[comma.Length..]}\":{Escape(Encoding.UTF8.GetString(buffer.Written.Span))}";
    }

    /// <summary>What Go escapes beyond JSON, so that it can stand in HTML and JavaScript.</summary>
    private static string Escape(string json) => json
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal)
        .Replace("&", "\\u0026", StringComparison.Ordinal)
        .Replace("\u2028", "\\u2028", StringComparison.Ordinal)
        .Replace("\u2029", "\\u2029", StringComparison.Ordinal);
}
