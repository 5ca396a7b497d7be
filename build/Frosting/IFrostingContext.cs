using Cake.Core;

namespace Cake.Frosting;

/// <summary>What tasks of one run share.</summary>
public interface IFrostingContext : ICakeContext;
