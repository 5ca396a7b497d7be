using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;

namespace Mirror.Engine.Tests.Options;

public sealed class MirrorOptionsReaderTests
{
    private const string Root = "/repo";
    private const string Here = "/home/me";

    [Fact]
    public void Nothing_given_means_the_demo_in_update_mode()
    {
        var options = Read();

        Assert.Equal("/repo/mirror-configs/demo/imageset.yaml", options.ConfigurationFile);
        Assert.Equal("/repo/mirror-configs/demo/mirror.lock.json", options.LockFile);
        Assert.Equal("/repo/artifacts/demo", options.OutputFolder);
        Assert.Equal("/repo/artifacts/store", options.StoreFolder);
        Assert.Equal("demo", options.Name);
        Assert.Equal(LockMode.Update, options.LockMode);
        Assert.Null(options.Destination);
    }

    [Theory]
    [InlineData("prod", "/home/me/prod/imageset.yaml", "prod")]
    [InlineData("/x/prod/", "/x/prod/imageset.yaml", "prod")]
    [InlineData("prod/isc.yml", "/home/me/prod/isc.yml", "prod")]
    public void Configuration_may_be_a_folder_or_a_file(string text, string file, string name)
    {
        var options = Read(Given(MirrorArguments.Config, text));

        Assert.Equal(file, options.ConfigurationFile);
        Assert.Equal(name, options.Name);
    }

    [Fact]
    public void Suggested_command_repeats_what_says_where_things_are()
    {
        var options = Read(
            Given(MirrorArguments.Config, "my mirrors/prod"),
            Given(MirrorArguments.DestinationTlsVerify, "false"),
            Given(MirrorArguments.Store, "a \"$b\""),
            Given(MirrorArguments.Deep, "true"));

        Assert.Equal(
            "./build.sh --target Lock --config \"my mirrors/prod\" --store \"a \\\"\\$b\\\"\" --dest-tls-verify=false",
            SuggestedCommand.For(options, "--target Lock"));
    }

    [Fact]
    public void Suggested_command_names_a_configuration_of_another_name_as_a_file() =>
        Assert.Equal("./build.sh --target Lock --config prod/isc.yml", SuggestedCommand.For(Read(Given(MirrorArguments.Config, "prod/isc.yml")), "--target Lock"));

    [Fact]
    public void Suggested_command_leaves_out_what_variables_say() =>
        Assert.Equal(
            "./build.sh --target Lock --config /repo/mirror-configs/demo",
            SuggestedCommand.For(Read(Environment("MIRROR_STORE", "/disk/store")), "--target Lock"));

    [Fact]
    public void Ci_locks_unless_the_caller_asks_for_another_mode()
    {
        var byCi = Read(Environment("CI", "true"));
        var refreshed = Read(Environment("CI", "true"), Given(MirrorArguments.Refresh, "true"));
        var unlocked = Read(Environment("CI", "true"), Given(MirrorArguments.Locked, "false"));
        var notCi = Read(Environment("CI", "false"));

        Assert.Equal((LockMode.Locked, true), (byCi.LockMode, byCi.IsLockedByCi));
        Assert.Equal((LockMode.Refresh, false), (refreshed.LockMode, refreshed.IsLockedByCi));
        Assert.Equal(LockMode.Update, unlocked.LockMode);
        Assert.Equal(LockMode.Update, notCi.LockMode);
    }

    [Fact]
    public void Lock_mode_of_the_caller_wins_over_a_variable_with_another()
    {
        var options = Read(Environment("MIRROR_FROZEN", "true"), Given(MirrorArguments.Update, "ubi9", "a;b"));

        Assert.Equal(LockMode.Update, options.LockMode);
        Assert.Equal(["ubi9", "a", "b"], options.UpdateNames);
    }

    [Fact]
    public void Two_lock_modes_exclude_each_other()
    {
        var failure = Assert.Throws<MirrorException>(() => Read(Given(MirrorArguments.Locked, "true"), Given(MirrorArguments.Refresh, "true")));

        Assert.Equal(MirrorErrors.ConflictingArguments, Assert.Single(failure.Diagnostics).Code);
        Assert.Contains("'--locked' and '--refresh'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_of_the_caller_wins_over_the_variable_and_the_variable_over_the_default()
    {
        var fromVariable = Read(Environment("MIRROR_STORE", "cache"));
        var fromCaller = Read(Environment("MIRROR_STORE", "cache"), Given(MirrorArguments.Store, "/mine"));
        var emptyVariable = Read(Environment("MIRROR_STORE", ""));

        Assert.Equal("/home/me/cache", fromVariable.StoreFolder);
        Assert.Equal("/mine", fromCaller.StoreFolder);
        Assert.Equal("/repo/artifacts/store", emptyVariable.StoreFolder);
    }

    [Fact]
    public void All_wrong_values_are_reported_at_once_with_the_name_that_the_caller_used()
    {
        var failure = Assert.Throws<MirrorException>(() => Read(
            Environment("MIRROR_PORT", "99999"),
            Given(MirrorArguments.Parallel, "many"),
            Given(MirrorArguments.Deep, "perhaps"),
            Given(MirrorArguments.LogLevel, "loud"),
            Given(MirrorArguments.ImageTimeout, "10 minutes"),
            Given(MirrorArguments.ArchiveSize, "0"),
            Given(MirrorArguments.Listen, "here"),
            Given(MirrorArguments.Resources, "icsp", "other"),
            Given(MirrorArguments.Base, "git:--output=x"),
            Given(MirrorArguments.Store, "a", "b")));

        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
        Assert.Equal(10, failure.Diagnostics.Count);
        Assert.Contains("'99999' of 'MIRROR_PORT'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'many' of '--parallel'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'error', 'info', 'debug', 'trace'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_in_a_destination_are_refused_without_being_repeated()
    {
        var failure = Assert.Throws<MirrorException>(() => Read(Given(MirrorArguments.Destination, "docker://me:s3cret@host/ns")));

        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--dest-authfile", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("90s", 90.0)]
    [InlineData("1h30m", 5400.0)]
    [InlineData("1.5s", 1.5)]
    [InlineData("250ms", 0.25)]
    public void Durations_are_those_of_oc_mirror(string text, double? seconds)
    {
        var options = Read(Given(MirrorArguments.ImageTimeout, text));

        Assert.Equal(seconds, options.ImageTimeout?.TotalSeconds);
    }

    [Theory]
    [InlineData("4", 4L << 30)]
    [InlineData("4GiB", 4L << 30)]
    [InlineData("500MiB", 500L << 20)]
    public void Archive_sizes_are_gibibytes_unless_a_unit_is_given(string text, long bytes)
    {
        var options = Read(Given(MirrorArguments.ArchiveSize, text));

        Assert.Equal(bytes, options.ArchiveSize);
    }

    [Fact]
    public void Base_is_a_file_or_a_revision()
    {
        var file = Read(Given(MirrorArguments.Base, "old.json"));
        var revision = Read(Given(MirrorArguments.Base, "git:v1~2"));

        Assert.Equal(new BaseFile("/home/me/old.json"), file.Base);
        Assert.Equal(new BaseRevision("v1~2"), revision.Base);
    }

    [Fact]
    public void Every_argument_changes_the_options()
    {
        var values = new Dictionary<MirrorArgument, string>
        {
            [MirrorArguments.Destination] = "docker://h",
            [MirrorArguments.Parallel] = "3",
            [MirrorArguments.RetryTimes] = "3",
            [MirrorArguments.RetryDelay] = "3s",
            [MirrorArguments.ImageTimeout] = "3s",
            [MirrorArguments.Shard] = "2/3",
            [MirrorArguments.MaxNestedPaths] = "3",
            [MirrorArguments.ArchiveSize] = "3",
            [MirrorArguments.Since] = "2026-03-31",
            [MirrorArguments.Resources] = "icsp",
            [MirrorArguments.FailOn] = "any",
            [MirrorArguments.Pipeline] = "github",
            [MirrorArguments.Merge] = "base;ours;theirs",
            [MirrorArguments.CatalogReference] = "tag",
            [MirrorArguments.Catalog] = "quay.io/a/b:1",
            [MirrorArguments.Minor] = "4.20",
            [MirrorArguments.Release] = "4.20.18",
            [MirrorArguments.Port] = "3",
            [MirrorArguments.Listen] = "0.0.0.0",
            [MirrorArguments.LogLevel] = "debug",
            [MirrorArguments.SourceTlsVerify] = "false",
            [MirrorArguments.DestinationTlsVerify] = "false",
        };

        Assert.Equal(Read(), Read());
        foreach (var argument in MirrorArguments.All)
        {
            var text = values.GetValueOrDefault(argument) ?? (argument.Kind == ArgumentKind.Flag ? "true" : "something");

            Assert.True(Read(Given(argument, text)) != Read(), argument.Name);
        }
    }

    [Theory]
    [InlineData("docker://reg.example:5000", "docker://reg.example:5000")]
    [InlineData("docker://reg.example/a/b/", "docker://reg.example/a/b")]
    [InlineData("oci:out", "oci:/home/me/out")]
    [InlineData("oci:///out", "oci:/out")]
    public void Destination_is_a_registry_or_a_layout(string text, string expected)
    {
        var options = Read(Given(MirrorArguments.Destination, text));

        Assert.Equal(expected, options.Destination?.ToString());
    }

    [Theory]
    [InlineData("reg.example/ns", "expected 'docker://")]
    [InlineData("file://archives", "'Pack'")]
    [InlineData("docker://reg.example/ns:tag", "no tag")]
    [InlineData("docker://", "not a host name")]
    [InlineData("oci:", "folder of the layout is missing")]
    public void Anything_else_is_no_destination(string text, string reason)
    {
        var failure = Assert.Throws<MirrorException>(() => Read(Given(MirrorArguments.Destination, text)));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/home/me/prod/imageset.yaml", "prod/imageset.yaml")]
    [InlineData("/elsewhere/imageset.yaml", "/elsewhere/imageset.yaml")]
    [InlineData("/home/me2/imageset.yaml", "/home/me2/imageset.yaml")]
    [InlineData("/home/me/..prod/x", "..prod/x")]
    public void Files_are_named_as_seen_from_where_the_caller_stands(string path, string shown)
    {
        Assert.Equal(shown, Read().DisplayPath(path));
    }

    [Fact]
    public void Names_of_an_argument_follow_from_one()
    {
        var argument = MirrorArguments.MaxNestedPaths;

        Assert.Equal("--max-nested-paths", argument.Option);
        Assert.Equal("MIRROR_MAX_NESTED_PATHS", argument.EnvironmentVariable);
        Assert.Equal("MirrorMaxNestedPaths", argument.Property);
    }

    [Fact]
    public void Destination_that_is_given_twice_is_refused_without_its_credentials()
    {
        var failure = Assert.Throws<MirrorException>(() => Read(Given(MirrorArguments.Destination, "docker://me:s3cret@host/a", "docker://me:s3cret@host/b")));

        Assert.Equal(MirrorErrors.ConflictingArguments, failure.Diagnostics[0].Code);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }

    private static GivenArgument Given(MirrorArgument argument, params string[] values) => new(argument, argument.Option, values);

    private static (string Name, string Value) Environment(string name, string value) => (name, value);

    private static MirrorOptions Read(params GivenArgument[] given) => Read(("", ""), given);

    private static MirrorOptions Read((string Name, string Value) variable, params GivenArgument[] given) =>
        new MirrorOptionsReader(Root, Here, name => name == variable.Name ? variable.Value : null).Read(given);
}
