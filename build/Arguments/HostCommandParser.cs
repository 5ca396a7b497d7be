using Mirror.Engine.Options;

namespace Mirror.Build.Arguments;

/// <summary>
/// Takes a command line apart: <c>--name value</c>, <c>--name=value</c>, or <c>--flag</c>, which may be followed by true or false; some names need no value.
/// A value that starts with '--' needs the form with '='.
/// </summary>
internal sealed class HostCommandParser
{
    private static readonly MirrorArgument[] Known = [.. HostArguments.Table, .. MirrorArguments.All];

    private readonly DiagnosticBag _diagnostics = new();
    private readonly Dictionary<MirrorArgument, List<string>> _values = [];
    private readonly Queue<string> _rest;
    private readonly IReadOnlyList<string> _targetNames;

    private HostCommandParser(IEnumerable<string> args, IReadOnlyList<string> targetNames)
    {
        _rest = new Queue<string>(args);
        _targetNames = targetNames;
    }

    /// <summary>The command; <paramref name="targetNames"/> are the targets that exist.</summary>
    /// <exception cref="MirrorException">Carries everything that is not known, with suggestions.</exception>
    public static HostCommand Parse(IEnumerable<string> args, IReadOnlyList<string> targetNames) =>
        new HostCommandParser(args, targetNames).Parse();

    private HostCommand Parse()
    {
        while (_rest.TryDequeue(out var arg))
        {
            Read(arg);
        }

        var command = new HostCommand
        {
            Targets = Targets(),
            IsExclusive = Flag(HostArguments.Exclusive),
            IsVersion = Flag(HostArguments.Version),
            IsHelp = Flag(HostArguments.Help) || !_values.ContainsKey(HostArguments.Target),
            TestFilter = _values.GetValueOrDefault(HostArguments.Filter)?[^1],
            CleansStore = Flag(HostArguments.All),
            IsFull = Flag(HostArguments.Full),
            Given = [.. _values.Where(v => !HostArguments.Table.Contains(v.Key)).Select(v => new GivenArgument(v.Key, v.Key.Option, v.Value))],
        };
        _diagnostics.ThrowIfErrors();
        return command;
    }

    private void Read(string arg)
    {
        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        var option = equals < 0 ? arg : arg[..equals];
        if (Find(option) is not { } argument)
        {
            RefuseUnknown(option);
            SkipValue(equals >= 0);
            return;
        }

        if (equals >= 0)
        {
            Add(argument, arg[(equals + 1)..]);
        }
        else if (argument.Kind == ArgumentKind.Flag)
        {
            Add(argument, _rest.TryPeek(out var next) && bool.TryParse(next, out _) ? _rest.Dequeue() : "true");
        }
        else if (_rest.TryPeek(out var value) && !value.StartsWith("--", StringComparison.Ordinal))
        {
            Add(argument, _rest.Dequeue());
        }
        else if (argument.Kind == ArgumentKind.OptionalValue)
        {
            Add(argument, "");
        }
        else
        {
            _diagnostics.Report(MirrorErrors.BadArgumentValue, null, $"'{argument.Option}' has no value; expected '{argument.Option} {argument.Placeholder}'.");
        }
    }

    private static MirrorArgument? Find(string option) => option switch
    {
        "-t" => HostArguments.Target,
        "-e" => HostArguments.Exclusive,
        "-h" or "-?" => HostArguments.Help,
        _ => Array.Find(Known, argument => argument.Option == option),
    };

    private void RefuseUnknown(string option)
    {
        if (!option.StartsWith('-'))
        {
            var isTarget = _targetNames.FirstOrDefault(t => t.Equals(option, StringComparison.OrdinalIgnoreCase)) is { } target
                ? $"did you mean '--target {target}'?"
                : "expected '--name value', '--name=value' or '--flag'.";
            _diagnostics.Report(MirrorErrors.UnknownArgument, null, $"'{ArgumentText.Redact(option)}' belongs to no argument; {isTarget}");
            return;
        }

        var nearest = NearestName.Find(option.TrimStart('-'), Known.Select(argument => argument.Name));
        _diagnostics.Report(MirrorErrors.UnknownArgument, null, nearest is null
            ? $"'{option}' is not a known argument."
            : $"'{option}' is not a known argument; did you mean '--{nearest}'?");
    }

    // What follows an unknown name is its value, not one more problem.
    private void SkipValue(bool hasValue)
    {
        if (!hasValue && _rest.TryPeek(out var next) && !next.StartsWith('-'))
        {
            _rest.Dequeue();
        }
    }

    private void Add(MirrorArgument argument, string value)
    {
        if (!_values.TryGetValue(argument, out var values))
        {
            _values.Add(argument, values = []);
        }

        values.Add(value);
    }

    private bool Flag(MirrorArgument argument)
    {
        if (!_values.TryGetValue(argument, out var values))
        {
            return false;
        }

        if (bool.TryParse(values[^1], out var value))
        {
            return value;
        }

        _diagnostics.Report(MirrorErrors.BadArgumentValue, null, $"The value '{values[^1]}' of '{argument.Option}' is not valid: expected 'true' or 'false'.");
        return false;
    }

    private List<string> Targets()
    {
        var targets = new List<string>();
        foreach (var written in _values.GetValueOrDefault(HostArguments.Target) ?? [])
        {
            if (_targetNames.FirstOrDefault(t => t.Equals(written, StringComparison.OrdinalIgnoreCase)) is { } target)
            {
                targets.Add(target);
                continue;
            }

            var nearest = NearestName.Find(written, _targetNames);
            _diagnostics.Report(MirrorErrors.UnknownTarget, null, nearest is null
                ? $"'{written}' is not a known target; expected one of '{string.Join("', '", _targetNames)}'."
                : $"'{written}' is not a known target; did you mean '{nearest}'?");
        }

        return targets;
    }
}
