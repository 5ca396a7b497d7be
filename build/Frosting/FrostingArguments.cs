using Cake.Core;

namespace Cake.Frosting;

/// <summary>Command line of a host: <c>--name value</c>, <c>--name=value</c> or <c>--flag</c>.</summary>
internal sealed class FrostingArguments
{
    private const string DefaultTarget = "Default";

    private readonly List<KeyValuePair<string, string>> _values = [];

    private FrostingArguments()
    {
    }

    /// <summary>In the order of the command line; the default target when there is none.</summary>
    public IReadOnlyList<string> Targets
    {
        get
        {
            var targets = _values.Where(v => v.Key == "target").Select(v => v.Value).ToList();
            return targets.Count > 0 ? targets : [DefaultTarget];
        }
    }

    /// <summary>Run the targets without what they depend on.</summary>
    public bool IsExclusive => _values.Exists(v => v.Key == "exclusive");

    public static FrostingArguments Parse(IEnumerable<string> args)
    {
        var parsed = new FrostingArguments();
        string? open = null;
        foreach (var arg in args)
        {
            if (NameOf(arg) is not { } name)
            {
                parsed.Add(open ?? throw new FrostingException($"The argument '{arg}' has no name."), arg);
                open = null;
                continue;
            }

            if (open is not null)
            {
                parsed.Add(open, "true");
            }

            var equals = name.IndexOf('=', StringComparison.Ordinal);
            open = equals < 0 ? name : null;
            if (equals >= 0)
            {
                parsed.Add(name[..equals], name[(equals + 1)..]);
            }
        }

        if (open is not null)
        {
            parsed.Add(open, "true");
        }

        return parsed;
    }

    public CakeArguments ToCakeArguments() => new(_values.ToLookup(v => v.Key, v => v.Value, StringComparer.OrdinalIgnoreCase));

    private static string? NameOf(string arg)
    {
        if (arg.StartsWith("--", StringComparison.Ordinal))
        {
            return arg[2..];
        }

        return arg switch
        {
            "-t" => "target",
            "-e" => "exclusive",
            _ => null,
        };
    }

    private void Add(string name, string value) => _values.Add(new KeyValuePair<string, string>(name, value));
}
