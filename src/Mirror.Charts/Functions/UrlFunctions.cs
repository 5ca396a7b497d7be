using System.Globalization;
using System.Text;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Taking URLs apart and putting them together as Go's net/url does.</summary>
internal static class UrlFunctions
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    public static IEnumerable<TemplateFunction> All =>
    [
        Of("urlParse", (_, a) => Parse((string)a[0]!), Text),
        Of("urlJoin", (_, a) => Join((GoMap)a[0]!), Map),

        // Helm answers so unless it is told to ask the DNS; a rendering must not depend on the network.
        Of("getHostByName", (_, _) => "", Text),
    ];

    /// <summary>For a query: a space becomes a plus sign.</summary>
    public static string QueryEscape(string text) => Escape(text, "").Replace("%20", "+", StringComparison.Ordinal);

    private static GoMap Parse(string text)
    {
        var (rest, fragment) = Cut(text, '#');
        var (scheme, afterScheme) = SplitScheme(rest, text);
        var opaque = "";
        string query, host = "", user = "";
        (rest, query) = Cut(afterScheme, '?');
        if (scheme.Length > 0 && !rest.StartsWith('/'))
        {
            (opaque, rest) = (rest, "");
        }
        else if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var end = rest.IndexOf('/', 2);
            var authority = end < 0 ? rest[2..] : rest[2..end];
            rest = end < 0 ? "" : rest[end..];
            var at = authority.LastIndexOf('@');
            (user, host) = at < 0 ? ("", authority) : (authority[..at], authority[(at + 1)..]);
        }

        return new GoMap
        {
            ["scheme"] = scheme,
            ["host"] = host,
            ["hostname"] = HostName(host),
            ["path"] = Unescape(rest, text),
            ["query"] = query,
            ["opaque"] = opaque,
            ["fragment"] = Unescape(fragment, text),
            ["userinfo"] = user,
        };
    }

    private static string Join(GoMap parts)
    {
        string Part(string name) => parts.TryGet(name, out var value) && value is not null
            ? value as string ?? throw new FunctionException($"The part '{name}' of a URL must be a string, not a value of type {GoTypes.NameOf(value)}.")
            : "";
        var (scheme, host, path, user) = (Part("scheme"), Part("host"), Part("path"), Part("userinfo"));
        var url = new StringBuilder();
        if (scheme.Length > 0)
        {
            url.Append(scheme.ToLowerInvariant()).Append(':');
        }

        if (Part("opaque") is { Length: > 0 } opaque)
        {
            url.Append(opaque);
        }
        else
        {
            if (scheme.Length > 0 || host.Length > 0 || user.Length > 0)
            {
                url.Append(host.Length > 0 || path.Length > 0 || user.Length > 0 ? "//" : "").Append(user).Append(user.Length > 0 ? "@" : "").Append(host);
            }

            url.Append(path.Length > 0 && path[0] != '/' && host.Length > 0 ? "/" : "").Append(Escape(path, "/$&+,:;=@!*'()"));
        }

        var (query, fragment) = (Part("query"), Part("fragment"));
        url.Append(query.Length > 0 ? "?" : "").Append(query);
        return url.Append(fragment.Length > 0 ? "#" : "").Append(Escape(fragment, "/$&+,:;=?@!()*")).ToString();
    }

    private static (string Scheme, string AfterScheme) SplitScheme(string text, string whole)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c) || (i > 0 && (char.IsAsciiDigit(c) || c is '+' or '-' or '.')))
            {
                continue;
            }

            if (c == ':')
            {
                return i > 0
                    ? (text[..i].ToLowerInvariant(), text[(i + 1)..])
                    : throw new FunctionException($"unable to parse URL: '{whole}' has no scheme before its first colon.");
            }

            break;
        }

        return ("", text);
    }

    private static (string Before, string After) Cut(string text, char separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }

    private static string HostName(string host)
    {
        if (host.StartsWith('[') && host.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            return host[1..end];
        }

        var colon = host.LastIndexOf(':');
        return colon >= 0 && host.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? host[..colon] : host;
    }

    private static string Escape(string text, string allowed)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var b in GoText.ToBytes(text))
        {
            if (b < 0x80 && (Unreserved.Contains((char)b, StringComparison.Ordinal) || allowed.Contains((char)b, StringComparison.Ordinal)))
            {
                escaped.Append((char)b);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return escaped.ToString();
    }

    private static string Unescape(string text, string whole)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = new List<byte>();
        var source = GoText.ToBytes(text);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '%')
            {
                bytes.Add(source[i]);
                continue;
            }

            var hex = i + 2 < source.Length ? $"{(char)source[i + 1]}{(char)source[i + 2]}" : "";
            if (!byte.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                throw new FunctionException($"unable to parse URL: '{whole}' has an invalid escape.");
            }

            bytes.Add(b);
            i += 2;
        }

        return GoText.FromBytes([.. bytes]);
    }
}
