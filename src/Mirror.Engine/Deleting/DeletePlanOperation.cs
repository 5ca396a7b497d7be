using System.Globalization;

namespace Mirror.Engine.Deleting;

/// <summary>Writes the plan of a deletion; deletes nothing.</summary>
internal sealed class DeletePlanOperation(MirrorOptions options, DeletionPlanning planning)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var plan = await planning.PlanAsync(cancellationToken).ConfigureAwait(false);
        var shown = options.DisplayPath(planning.File.DefaultPath);
        return plan.Deletions.Count == 0
            ? StepResult.Done(string.Create(CultureInfo.InvariantCulture, $"there is nothing to delete ({Rest(plan)}); '{shown}' is empty"))
            : StepResult.Done(string.Create(
                CultureInfo.InvariantCulture,
                $"wrote '{shown}': {Summary(plan)} ({Rest(plan)}). Review it, then run '--target Delete --plan {shown}'"));
    }

    /// <summary>How much is to go.</summary>
    public static string Summary(DeletionPlan plan) => string.Create(
        CultureInfo.InvariantCulture, $"{Counted.Of(plan.Manifests, "manifest", "manifests")} with {Counted.Of(plan.Deletions.Count, "name", "names")}, {ByteSize.Format(plan.Bytes)} at most");

    private static string Rest(DeletionPlan plan) => string.Create(CultureInfo.InvariantCulture, $"{plan.Absent} gone already, {plan.Kept.Count} still needed");
}
