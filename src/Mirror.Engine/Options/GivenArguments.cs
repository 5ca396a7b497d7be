using System.Collections.ObjectModel;

namespace Mirror.Engine.Options;

/// <summary>
/// What a front was given, completed from environment variables: a value of the front wins over a variable, and a lock mode of the front
/// wins over a variable with another mode. An empty variable counts as not set.
/// </summary>
internal sealed class GivenArguments
{
    private static readonly MirrorArgument[] LockModes =
        [MirrorArguments.Locked, MirrorArguments.Frozen, MirrorArguments.Refresh, MirrorArguments.Update];

    private readonly ReadOnlyDictionary<MirrorArgument, GivenArgument> _given;

    public GivenArguments(IEnumerable<GivenArgument> front, Func<string, string?> environment)
    {
        var given = new Dictionary<MirrorArgument, GivenArgument>();
        foreach (var argument in front)
        {
            given.Add(argument.Argument, argument);
        }

        Front = [.. given.Values];
        var hasLockMode = LockModes.Any(given.ContainsKey);
        foreach (var argument in MirrorArguments.All.Where(a => !given.ContainsKey(a) && !(hasLockMode && LockModes.Contains(a))))
        {
            if (environment(argument.EnvironmentVariable) is { Length: > 0 } text)
            {
                given.Add(argument, new GivenArgument(argument, argument.EnvironmentVariable, [text]));
            }
        }

        _given = given.AsReadOnly();
    }

    /// <summary>Those that do not come from variables, which a later command has anyway.</summary>
    public IReadOnlyList<GivenArgument> Front { get; }

    public GivenArgument? Find(MirrorArgument argument) => _given.GetValueOrDefault(argument);
}
