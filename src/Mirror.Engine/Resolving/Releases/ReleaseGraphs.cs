using System.Collections.Concurrent;
using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving.Releases;

/// <summary>
/// The update graphs of one run, each asked for once: a channel's own source and the path across channels read the same answer. All callers must be of one run,
/// with one token to cancel it. Safe for concurrent use.
/// </summary>
internal sealed class ReleaseGraphs(Func<UpdateGraphClient> client)
{
    private readonly ConcurrentDictionary<(ReleaseChannelType, string, string), Lazy<Task<UpdateGraph>>> _answers = [];

    /// <inheritdoc cref="UpdateGraphClient.GetAsync"/>
    public Task<UpdateGraph> GetAsync(ReleaseChannelType type, string channel, string architecture, CancellationToken cancellationToken) => _answers.GetOrAdd(
        (type, channel, architecture), _ => new(() => client().GetAsync(type, channel, architecture, cancellationToken))).Value;
}
