namespace Mirror.Engine.Options;

/// <summary>CI systems that New knows.</summary>
public enum PipelineKind
{
    /// <summary>A file to include in <c>.gitlab-ci.yml</c>.</summary>
    GitLab,

    /// <summary>A workflow of GitHub Actions.</summary>
    GitHub,

    /// <summary>Tasks and pipelines of Tekton.</summary>
    Tekton,

    /// <summary>No pipeline.</summary>
    None,
}
