using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task that only groups what it depends on.</summary>
public abstract class FrostingTask : FrostingTask<ICakeContext>;
