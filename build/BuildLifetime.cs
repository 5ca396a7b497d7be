using Cake.Core;

namespace Mirror.Build;

/// <summary>Keeps the failure of a run: the engine gives it only to the teardown, and wrapped.</summary>
public sealed class BuildLifetime : FrostingLifetime<BuildContext>
{
    /// <inheritdoc/>
    public override void Setup(BuildContext context, ISetupContext info)
    {
    }

    /// <inheritdoc/>
    public override void Teardown(BuildContext context, ITeardownContext info)
    {
        if (info.ThrownException is { } exception)
        {
            context.Outcome.Fail(exception);
        }
    }
}
