namespace Mirror.Model.Locking;

/// <summary>Something that both sides of a merge changed.</summary>
/// <param name="Clause">A clause that says what and how.</param>
/// <param name="Update">What <c>--update</c> calls it, to have it resolved anew; null where that is no way out.</param>
public sealed record MergeConflict(string Clause, string? Update);
