namespace Mirror.Engine.Resolving.Operators.Dependencies;

/// <summary>Bundles of one package that need something that the selection does not have.</summary>
/// <param name="Package">The package whose bundles need it.</param>
/// <param name="Bundles">The names of the bundles, in ordinal order.</param>
/// <param name="Requirement">What they need.</param>
public sealed record MissingDependency(string Package, IReadOnlyList<string> Bundles, OperatorRequirement Requirement);
