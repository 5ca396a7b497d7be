using Cake.Core;

namespace Cake.Frosting;

/// <summary>What happens around all tasks.</summary>
public interface IFrostingLifetime
{
    /// <summary>Before the first task.</summary>
    void Setup(ICakeContext context, ISetupContext info);

    /// <summary>After the last task, or after the one that failed.</summary>
    void Teardown(ICakeContext context, ITeardownContext info);
}
