namespace Mirror.MSBuild.Stamping;

/// <summary>The steps whose result is a function of files and arguments, so that MSBuild may skip them.</summary>
internal enum StampedStep
{
    /// <summary>Candidate to lock file.</summary>
    Lock,

    /// <summary>Lock file to cluster resources.</summary>
    EmitResources,
}
