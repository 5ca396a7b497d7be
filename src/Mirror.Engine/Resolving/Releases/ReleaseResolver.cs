using System.Collections.Concurrent;
using Mirror.Engine.Resolving.Releases.Selection;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Releases;

/// <summary>
/// Answers the entries of <c>platform</c> that bring releases (SPEC 4): from channel to versions, from version to payload, which is verified before it is read, from
/// payload to components and their sizes. A release that the lock has already is taken over without a request.
/// </summary>
internal sealed class ReleaseResolver(ReleaseGraphs graphs, ReleaseVerification verification, ReleaseReader reader) : ISourceResolver
{
    private const int Parallelism = 8;

    private readonly ConcurrentDictionary<string, Lazy<Task<ReadRelease>>> _read = new(StringComparer.Ordinal);

    public bool Resolves(ISourceEntry entry) => entry is ReleaseChannelSource or UpgradePathSource or ReleaseImageSource;

    /// <exception cref="MirrorException">MIR22xx, MIR23xx, MIR3xxx.</exception>
    public async Task<LockedSource> ResolveAsync(SourceQuestion question, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        var (wishes, path) = await SelectAsync(question, diagnostics, cancellationToken).ConfigureAwait(false);
        diagnostics.ThrowIfErrors();
        foreach (var warning in diagnostics)
        {
            question.Warn(warning);
        }

        var read = await ReadAsync(question, wishes, cancellationToken).ConfigureAwait(false);
        return new LockedReleaseSource
        {
            Key = question.Entry.SourceKey,
            InputHash = question.Entry.Input.Hash,
            Requested = question.Entry.Input.Text,
            Blocked = [.. read.SelectMany(release => release.Blocked).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Platforms = [.. PlatformOf(question.Entry).Platforms.OrderBy(platform => platform.ToString(), StringComparer.Ordinal)],
            Warnings = [.. diagnostics.Select(warning => new LockedWarning(warning.Code, warning.Message))],
            Upgrades = [.. path],
            Releases = [.. read.Select(release => release.Release).OfType<LockedRelease>().Order(LockedRelease.Order)],
        };
    }

    private static PlatformSection PlatformOf(ISourceEntry entry) => entry switch
    {
        ReleaseChannelSource channel => channel.Platform,
        UpgradePathSource path => path.Platform,
        ReleaseImageSource image => image.Platform,
        _ => throw new ArgumentException($"'{entry.SourceKey}' brings no releases.", nameof(entry)),
    };

    private async Task<(IReadOnlyList<ReleaseWish> Wishes, IReadOnlyList<LockedUpgrade> Path)> SelectAsync(
        SourceQuestion question, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var platform = PlatformOf(question.Entry);
        if (!question.IsMoving && question.Locked is LockedReleaseSource locked && ReleaseSettings.SelectsTheSame(locked, question.Entry))
        {
            diagnostics.AddRange(locked.Warnings.Select(warning => warning.Code.Diagnostic(warning.Message, question.Entry.Span)));
            return ([.. locked.Releases.Select(release => ReleaseWish.For(release, platform))], locked.Upgrades);
        }

        if (question.Entry is ReleaseImageSource image)
        {
            return ([new ReleaseWish(image.Release, null, platform)], []);
        }

        var selection = question.Entry switch
        {
            ReleaseChannelSource channel => await SelectChannelAsync(channel, diagnostics, cancellationToken).ConfigureAwait(false),
            UpgradePathSource path => await SelectPathAsync(path, diagnostics, cancellationToken).ConfigureAwait(false),
            var other => throw new ArgumentException($"'{other.SourceKey}' brings no releases.", nameof(question)),
        };
        return (
            [.. selection.Releases.Select(release => new ReleaseWish(release.Release.Payload, release.Release.Version.ToString(), platform)
            {
                Because = Because(release),
                Errata = release.Release.Errata,
            })],
            [.. selection.Path.Select(step => new LockedUpgrade(
                step.From.ToString(),
                step.To.ToString(),
                [.. step.Risks.DistinctBy(risk => risk.Name).OrderBy(risk => risk.Name, StringComparer.Ordinal).Select(risk => new LockedRisk(risk.Name, risk.Url))]))]);
    }

    private async Task<ReleaseSelection> SelectChannelAsync(ReleaseChannelSource entry, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        // Once for a channel, not once for each of its architectures.
        if (entry.Architecture == entry.Platform.EffectiveArchitectures[0])
        {
            ReleaseSelector.WarnOfEusGaps(entry.Platform with { Channels = [entry.Channel] }, diagnostics);
        }

        var graph = await graphs.GetAsync(entry.Channel.Type, entry.Channel.Name, entry.Architecture, cancellationToken).ConfigureAwait(false);
        return ReleaseSelector.Select(entry.Channel, entry.Architecture, graph, diagnostics);
    }

    private Task<ReleaseSelection> SelectPathAsync(UpgradePathSource entry, DiagnosticBag diagnostics, CancellationToken cancellationToken) =>
        new UpgradePathSelector((channel, token) => graphs.GetAsync(ReleaseChannelType.Ocp, channel, entry.Architecture, token))
            .SelectAsync(entry.Platform, entry.Architecture, diagnostics, cancellationToken);

    private static string Because(SelectedRelease release) => release.Reason switch
    {
        ReleaseReason.Head => $"head of {release.Channel}",
        ReleaseReason.InRange => $"in the range of {release.Channel}",
        ReleaseReason.PathEnd => $"end of the path in {release.Channel}",
        ReleaseReason.OnPath => $"on the path in {release.Channel}",
        _ => throw new ArgumentOutOfRangeException(nameof(release), release.Reason, "unknown reason"),
    };

    private async Task<IReadOnlyList<ReadRelease>> ReadAsync(SourceQuestion question, IReadOnlyList<ReleaseWish> wishes, CancellationToken cancellationToken)
    {
        var read = new ReadRelease[wishes.Count];
        var failures = new MirrorException?[wishes.Count];
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, wishes.Count), degree, async (index, token) =>
        {
            try
            {
                read[index] = await ReadAsync(question, wishes[index], cancellationToken).WaitAsync(token).ConfigureAwait(false);
            }
            catch (MirrorException e)
            {
                failures[index] = e;
            }
        }).ConfigureAwait(false);
        if (failures.OfType<MirrorException>().ToList() is { Count: > 0 } known)
        {
            throw new MirrorException([.. known.SelectMany(failure => failure.Diagnostics)], known[0]) { ExitCode = known[0].ExitCode };
        }

        return read;
    }

    private async Task<ReadRelease> ReadAsync(SourceQuestion question, ReleaseWish wish, CancellationToken cancellationToken)
    {
        if (question.Blocked.Find(wish.Payload.ToString()) is not null)
        {
            return new ReadRelease(null, [wish.Payload.ToString()]);
        }

        var pin = question.IsMoving ? null : FindPin(question, wish);
        if (pin is null)
        {
            // Who asked first must not show in the lock.
            var read = await ReadOnceAsync(question, wish, cancellationToken).ConfigureAwait(false);
            return read with { Release = read.Release is null ? null : read.Release with { Because = wish.Because } };
        }

        if (wish.Platform.Signatures != SignaturePolicy.Ignore && question.ReleaseSignatures.Find(pin.Payload.Digest).Count == 0)
        {
            await VerifyAsync(question, wish, pin.Payload.Digest, cancellationToken).ConfigureAwait(false);
        }

        var blocked = pin.Components.Where(component => question.Blocked.Find(component.Image.Image.ToString()) is not null).ToList();
        return new ReadRelease(
            pin with { Because = wish.Because, Components = [.. pin.Components.Except(blocked)] },
            [.. blocked.Select(component => component.Image.Image.ToString())]);
    }

    /// <summary>What any source of the lock has of the same payload.</summary>
    private static LockedRelease? FindPin(SourceQuestion question, ReleaseWish wish) => wish.Payload.Digest is null
        ? null
        : question.Lock.Sources.Values.OfType<LockedReleaseSource>()
            .Where(source => ReleaseSettings.TakesTheSame(source, question.Entry))
            .SelectMany(source => source.Releases)
            .FirstOrDefault(release => release.Payload.Image == wish.Payload && (wish.Version is null || release.Version == wish.Version));

    private Task<ReadRelease> ReadOnceAsync(SourceQuestion question, ReleaseWish wish, CancellationToken cancellationToken) => _read.GetOrAdd(
        $"{wish.Version} {wish.Payload}",
        // Several sources of one run may have the release.
        _ => new(() => ReadVerifiedAsync(question, wish, cancellationToken))).Value;

    private async Task<ReadRelease> ReadVerifiedAsync(SourceQuestion question, ReleaseWish wish, CancellationToken cancellationToken)
    {
        var manifest = await reader.ReadManifestAsync(wish, cancellationToken).ConfigureAwait(false);
        if (wish.Platform.Signatures == SignaturePolicy.Ignore)
        {
            return await reader.ReadAsync(wish, manifest, wish.Payload.Tag, null, question, cancellationToken).ConfigureAwait(false);
        }

        var signed = await VerifyAsync(question, wish, manifest.Digest, cancellationToken).ConfigureAwait(false);
        var signedName = signed.Name == wish.Payload.Name ? null : signed.Name;
        return await reader.ReadAsync(wish, manifest, signed.Tag, signedName, question, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ImageReference> VerifyAsync(SourceQuestion question, ReleaseWish wish, Digest payload, CancellationToken cancellationToken)
    {
        IReadOnlyList<LockedReleaseSignature> known = question.IsMoving ? [] : question.ReleaseSignatures.Find(payload);
        try
        {
            var signature = await verification.VerifyAsync(payload, known, cancellationToken).ConfigureAwait(false);
            question.ReleaseSignatures.Add(payload, [new LockedReleaseSignature(signature.Number, signature.Bytes.Span)]);
            return signature.Reference;
        }
        catch (MirrorException e)
        {
            throw new MirrorException([.. e.Diagnostics.Select(d => d with { Message = $"The release {wish.Name} cannot be verified: {d.Message}" })], e) { ExitCode = e.ExitCode };
        }
    }
}
