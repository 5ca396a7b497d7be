using Mirror.Build.Arguments;
using Mirror.Engine.Options;

namespace Mirror.Build.Tests.Arguments;

public sealed class HelpTextTests
{
    [Fact]
    public void Every_argument_is_listed()
    {
        var text = HelpText.For(Build.Targets.All());

        Assert.All(HostArguments.Table.Concat(MirrorArguments.All), a => Assert.Contains($"  {a.Option} ", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_target_of_the_design_is_there()
    {
        var targets = Build.Targets.All().Where(target => target.IsPublic).Select(target => target.Name);

        Assert.Equal(
            [
                "Bench",
                "Check",
                "Clean",
                "Delete",
                "DeletePlan",
                "Diff",
                "EmitResources",
                "Explain",
                "Fetch",
                "Gc",
                "List",
                "Lock",
                "LockRepair",
                "Migrate",
                "New",
                "Outdated",
                "Pack",
                "Plan",
                "Prune",
                "Publish",
                "Resolve",
                "Sandbox",
                "Serve",
                "Test",
                "Verify",
            ],
            targets);
    }

    [Fact]
    public void Targets_are_listed_with_what_they_do_but_not_inner_steps()
    {
        var text = HelpText.For([new Target("Publish", "Make it so"), new Target("PublishContent", "")]);

        Assert.Contains("  Publish  Make it so\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PublishContent", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_used_once_in_every_front()
    {
        var all = HostArguments.Table.Concat(MirrorArguments.All).ToList();

        Assert.Equal(all.Count, all.Select(a => a.Option).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}
