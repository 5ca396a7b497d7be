using Mirror.Engine.Describing;
using Mirror.Model.Locking;
using static Mirror.Engine.Tests.Diffing.LockSamples;

namespace Mirror.Engine.Tests.Describing;

/// <summary>The ways from a block of the lock to its images.</summary>
public sealed class StepsTests
{
    private static IEnumerable<string> Ways(LockedSource source) =>
        source.Images().Select(image => string.Join(" > ", SourceDescribers.For(source).Steps(source, image)));

    [Fact]
    public void Release_and_component() => Assert.Equal(["4.20.8 > etcd", "4.20.8 > payload"], Ways(Channel("stable-4.20", ["4.20.8"])));

    [Fact]
    public void Operator_channel_and_bundle() => Assert.Equal(
        [
            "operator logging > channel stable-6.2 > bundle logging.v6.2.4",
            "operator logging > channel stable-6.2 > bundle logging.v6.2.4",
            "operator logging > channel stable-6.2 or stable-6.3 > bundle logging.v6.3.1",
            "operator logging > channel stable-6.2 or stable-6.3 > bundle logging.v6.3.1",
            "",
        ],
        Ways(Operators("quay.io/c/index:1", "Monday", "logging", ("stable-6.2", ["6.3.1", "6.2.4"]), ("stable-6.3", ["6.3.1"]))));

    [Fact]
    public void Chart_and_template() => Assert.Equal(
        ["chart podinfo:6.2.0 > templates/deployment.yaml, spec.template.spec.containers[0].image"],
        Ways(Chart("podinfo", "6.2.0", Image("quay.io/a/b:1"))));

    [Fact]
    public void Additional_image_is_its_block() => Assert.Equal([""], Ways(Image("quay.io/a/b:1")));
}
