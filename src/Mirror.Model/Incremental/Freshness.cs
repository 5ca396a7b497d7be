namespace Mirror.Model.Incremental;

/// <summary>Whether work is still needed, and why; both fronts print the sentence.</summary>
public abstract record Freshness(string Reason);

/// <summary>Nothing to do: <paramref name="Reason"/> is a clause such as <c>the lock answers the configuration</c>.</summary>
public sealed record Fresh(string Reason) : Freshness(Reason);

/// <summary>Work to do, because of <paramref name="Reason"/>.</summary>
public sealed record Stale(string Reason) : Freshness(Reason);
