using Mirror.Engine.Options;
using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Registry;
using Mirror.Oci.Registry.Authentication;

namespace Mirror.Engine.Connecting;

/// <summary>
/// Finds out before any work whether the registries of a release that is mirrored without a configuration let us in, and asks for a user and password where they do not.
/// What is typed is kept in memory for this run alone.
/// </summary>
/// <param name="ask">Asks somebody for the login of a registry; null when there is nobody, and it gives null when nobody answers.</param>
internal sealed class LoginOperation(
    MirrorOptions options, Connections connections, Func<string, CancellationToken, Task<RegistryCredential?>>? ask)
{
    private static readonly Digest NoDigest = Digest.Parse($"sha256:{new string('0', 64)}");

    /// <exception cref="MirrorException">MIR5015: a registry refuses; exit 4 or 5, as it is the source or the destination. MIR3xxx: it cannot be reached.</exception>
    public async Task RunAsync(bool toSource, bool toDestination, CancellationToken cancellationToken)
    {
        if (toSource && options.Release is { } release)
        {
            await LogInAsync(RegistrySide.Source, clients => EnterSourceAsync(clients, release, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        if (toDestination && options.Destination is DestinationRegistry registry)
        {
            await LogInAsync(RegistrySide.Destination, clients => EnterDestinationAsync(clients, registry, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LogInAsync(
        RegistrySide side, Func<RegistryClientPool, Task<(string Registry, MirrorException Reason)?>> enter, CancellationToken cancellationToken)
    {
        if (await TryAsync(side, enter).ConfigureAwait(false) is not { } refusal)
        {
            return;
        }

        if (ask is null)
        {
            throw Refused(refusal, side, "There is no terminal to ask for another login.");
        }

        var login = await ask(refusal.Registry, cancellationToken).ConfigureAwait(false) ?? throw Refused(refusal, side, "No other login was given.");
        connections.TypedLogins.Add(side, refusal.Registry, login);
        if (await TryAsync(side, enter).ConfigureAwait(false) is { } again)
        {
            throw Refused(again, side, "");
        }
    }

    // With clients of their own, because those of the run would remember what was refused.
    private async Task<(string Registry, MirrorException Reason)?> TryAsync(
        RegistrySide side, Func<RegistryClientPool, Task<(string Registry, MirrorException Reason)?>> enter)
    {
        using var clients = connections.NewPool(side);
        return await enter(clients).ConfigureAwait(false);
    }

    /// <summary>
    /// The first place that has the payload must let us read the components there as well: the one repository may be open to everybody, the other not. A place that does
    /// not have the payload is no place to log in to, unless there is no other.
    /// </summary>
    private async Task<(string Registry, MirrorException Reason)?> EnterSourceAsync(
        RegistryClientPool clients, NamedRelease release, CancellationToken cancellationToken)
    {
        var components = connections.Registries.Resolve(NamedRelease.Components.WithDigest(NoDigest)).Places;
        (string, MirrorException)? refusal = null;
        MirrorException? failure = null;
        var isReached = false;
        foreach (var place in connections.Registries.Resolve(release.Payload).Places)
        {
            var endpoint = RegistryEndpoint.For(place.Image.Registry, RegistrySide.Source, !options.SourceTlsVerify || place.AllowsInsecure);
            var client = clients.For(endpoint);
            try
            {
                await client.PingAsync(place.Image.Repository, cancellationToken).ConfigureAwait(false);
                var hasPayload = await client.FindDigestAsync(place.Image.Repository, release.Payload.Tag!, cancellationToken).ConfigureAwait(false) is not null;
                foreach (var other in components.Where(other => other.Image.Registry == place.Image.Registry))
                {
                    await client.FindDigestAsync(other.Image.Repository, NoDigest.ToString(), cancellationToken).ConfigureAwait(false);
                }

                if (hasPayload)
                {
                    return null;
                }

                isReached = true;
            }
            catch (MirrorException e) when (IsRefusal(e))
            {
                refusal ??= (endpoint.Name, e);
            }
            catch (MirrorException e)
            {
                // Only kept back: another place may serve.
                failure ??= e;
            }
        }

        return refusal is null && failure is not null && !isReached ? throw failure : refusal;
    }

    private async Task<(string Registry, MirrorException Reason)?> EnterDestinationAsync(
        RegistryClientPool clients, DestinationRegistry registry, CancellationToken cancellationToken)
    {
        var endpoint = RegistryEndpoint.For(registry.Registry, RegistrySide.Destination, !options.DestinationTlsVerify);
        var destination = new RegistryDestination(clients.For(endpoint), prefix: "", loginPath: registry.Namespace);
        var repository = new DestinationNames(registry, options.MaxNestedPaths).Of(new TargetName("openshift/release-images", "latest")).Repository;
        try
        {
            await destination.PingAsync(cancellationToken).ConfigureAwait(false);
            await destination.ProbeAsync(repository, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (MirrorException e) when (IsRefusal(e))
        {
            return (endpoint.Name, e);
        }
        catch (MirrorException e) when (e.Diagnostics[0].Code == MirrorErrors.RegistryNotFound || e.Diagnostics[0].Code == MirrorErrors.RegistryRejected)
        {
            // We are in; Publish asks about every repository and explains what is wrong with this one.
            return null;
        }
    }

    private static bool IsRefusal(MirrorException exception) =>
        exception.Diagnostics[0].Code == MirrorErrors.RegistryUnauthorized || exception.Diagnostics[0].Code == MirrorErrors.RegistryForbidden;

    private static MirrorException Refused((string Registry, MirrorException Reason) refusal, RegistrySide side, string because)
    {
        var file = side == RegistrySide.Source ? MirrorArguments.SourceAuthFile : MirrorArguments.DestinationAuthFile;
        var message = $"The registry '{refusal.Registry}' does not let us in, so nothing was done. {refusal.Reason.Diagnostics[0].Message} {because}".TrimEnd();
        return new MirrorException(
            [MirrorErrors.LoginRefused.Diagnostic($"{message} Log in with 'podman login {refusal.Registry}', or name a file with '{file.Option}'.")], refusal.Reason)
        {
            ExitCode = side == RegistrySide.Source ? ExitCode.Source : ExitCode.Destination,
        };
    }
}
