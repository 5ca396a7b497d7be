namespace Mirror.Build.Tasks;

/// <summary>The whole way, in the order in which an incomplete run does least harm: content first, then what makes clusters use it.</summary>
[TaskName("Publish"), TaskDescription("Make the destination hold what is locked, and write the cluster resources")]
[IsDependentOn(typeof(PublishContent)), IsDependentOn(typeof(EmitResources))]
public sealed class Publish : FrostingTask;
