using Cake.Core;

namespace Cake.Frosting;

/// <summary>A node of the build's graph.</summary>
public interface IFrostingTask
{
    /// <summary>Shown when <see cref="ShouldRun"/> is false; read once, before anything runs.</summary>
    string SkippedMessage => "";

    /// <summary>Does the work.</summary>
    Task RunAsync(ICakeContext context);

    /// <summary>Asked when the task's turn comes; a target that was asked for by name must not answer false.</summary>
    bool ShouldRun(ICakeContext context);
}
