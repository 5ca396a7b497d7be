namespace Mirror.Engine.Deleting;

/// <summary>Deletes what an older lock has and no live one needs, through a plan that is written first.</summary>
internal sealed class PruneOperation(DeletionPlanning planning, DeleteOperation deletion)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var plan = await planning.PlanRestAsync(cancellationToken).ConfigureAwait(false);
        return plan.Deletions.Count == 0
            ? StepResult.UpToDate("the live locks need all that the base has, or it is gone already")
            : await deletion.RunAsync(planning.File.DefaultPath, cancellationToken).ConfigureAwait(false);
    }
}
