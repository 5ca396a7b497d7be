using Mirror.Build.Arguments;
using Mirror.Engine.Options;

namespace Mirror.Build.Tests.Arguments;

public sealed class HostCommandParserTests
{
    private static readonly string[] Targets = ["Check", "Clean", "Publish", "Test"];

    [Fact]
    public void Values_may_follow_a_space_or_an_equals_sign()
    {
        var command = Parse("--target", "Publish", "--destination=docker://h/a=b", "-t", "check", "--store", "s");

        Assert.Equal(["Publish", "Check"], command.Targets);
        Assert.False(command.IsHelp);
        Assert.Equal(["docker://h/a=b"], Values(command, MirrorArguments.Destination));
        Assert.Equal(["s"], Values(command, MirrorArguments.Store));
    }

    [Fact]
    public void Address_that_belongs_to_no_argument_is_refused_without_its_credentials()
    {
        var failure = Assert.Throws<MirrorException>(() => Parse("-t", "Publish", "docker://me:s3cret@host/ns"));

        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flag_stands_alone_or_before_true_or_false()
    {
        var command = Parse("-t", "Test", "--keep-layers", "--src-tls-verify", "false", "--deep=false", "--quiet", "--all");

        Assert.Equal(["true"], Values(command, MirrorArguments.KeepLayers));
        Assert.Equal(["false"], Values(command, MirrorArguments.SourceTlsVerify));
        Assert.Equal(["false"], Values(command, MirrorArguments.Deep));
        Assert.Equal(["true"], Values(command, MirrorArguments.Quiet));
        Assert.True(command.CleansStore);
    }

    [Fact]
    public void Repeated_argument_keeps_all_values()
    {
        var command = Parse("-t", "Publish", "--from", "a", "--from", "b");

        Assert.Equal(["a", "b"], Values(command, MirrorArguments.From));
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h", "--target", "Test")]
    [InlineData("--store", "x")]
    public void Help_is_shown_when_asked_for_or_when_there_is_nothing_to_run(params string[] args)
    {
        Assert.True(Parse(args).IsHelp);
    }

    [Theory]
    [InlineData("--destinatoin", "MIR9002", "did you mean '--destination'?")]
    [InlineData("-store", "MIR9002", "did you mean '--store'?")]
    [InlineData("--catalogue-of-things", "MIR9002", "is not a known argument.")]
    [InlineData("publish", "MIR9002", "did you mean '--target Publish'?")]
    [InlineData("--target=Pubish", "MIR9005", "did you mean 'Publish'?")]
    [InlineData("--target=Everything", "MIR9005", "expected one of 'Check', 'Clean', 'Publish', 'Test'.")]
    [InlineData("--store", "MIR9003", "'--store' has no value")]
    public void What_is_not_known_is_refused_with_a_way_out(string arg, string code, string text)
    {
        var failure = Assert.Throws<MirrorException>(() => Parse("-t", "Test", arg));

        var diagnostic = Assert.Single(failure.Diagnostics);
        Assert.Equal(code, diagnostic.Code.Id);
        Assert.Contains(text, diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
    }

    [Fact]
    public void All_problems_are_reported_at_once_and_values_of_unknown_names_are_none()
    {
        var failure = Assert.Throws<MirrorException>(() => Parse("--target", "Tset", "--sotre", "x", "--prallel=3", "--store"));

        Assert.Equal(4, failure.Diagnostics.Count);
    }

    private static HostCommand Parse(params string[] args) => HostCommandParser.Parse(args, Targets);

    private static IReadOnlyList<string> Values(HostCommand command, MirrorArgument argument) => Assert.Single(command.Given, g => g.Argument == argument).Values;
}
