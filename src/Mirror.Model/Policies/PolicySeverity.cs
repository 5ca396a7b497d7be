namespace Mirror.Model.Policies;

/// <summary>What a broken rule does.</summary>
public enum PolicySeverity
{
    /// <summary>Ends the target.</summary>
    Error,

    /// <summary>Is told, and the target goes on.</summary>
    Warning,

    /// <summary>Nothing: switches off a rule that is on by default.</summary>
    Off,
}
