using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Options;

public sealed class NamedReleaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static GivenArgument Given(MirrorArgument argument, string value) => new(argument, argument.Option, [value]);

    private static MirrorOptions Read(Func<string, string?> environment, params GivenArgument[] given) =>
        new MirrorOptionsReader("/repo", "/home/me", environment).Read(given);

    private static MirrorOptions Read(params GivenArgument[] given) => Read(_ => null, given);

    private static Diagnostic Refused(Func<string, string?> environment, params GivenArgument[] given) =>
        Assert.Single(Assert.Throws<MirrorException>(() => Read(environment, given)).Diagnostics);

    private static Diagnostic Refused(params GivenArgument[] given) => Refused(_ => null, given);

    private Func<string, string?> WithOc(string answer)
    {
        var oc = _folder.WriteFile("bin/oc", $"#!/bin/sh\n[ \"$*\" = 'version --client --output=json' ] || exit 9\ncat <<'E'\n{answer}\nE\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(oc, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var path = $"{_folder.Combine("bin")}{Path.PathSeparator}/usr/bin{Path.PathSeparator}/bin";
        return name => name == "PATH" ? path : null;
    }

    [Fact]
    public void Every_value_but_the_version_has_a_default()
    {
        var options = Read(Given(MirrorArguments.Release, "4.20.18"), Given(MirrorArguments.Architecture, "x86_64"));

        Assert.Equal("docker://localhost:443/openshift-4.20.18", options.Destination!.ToString());
        Assert.Equal("quay.io/openshift-release-dev/ocp-release:4.20.18-x86_64", options.Release!.Payload.ToString());
        Assert.Equal("/repo/artifacts/openshift-4.20.18-x86_64/imageset.yaml", options.ConfigurationFile);
        Assert.Equal("openshift-4.20.18-x86_64", options.Name);
        Assert.Equal(LockMode.Update, options.LockMode);
    }

    [Fact]
    public void Architecture_is_that_of_this_machine()
    {
        Assert.Equal(NamedRelease.MachineArchitecture, Read(Given(MirrorArguments.Release, "4.20.18")).Release!.Architecture);
    }

    [Fact]
    public void Pipeline_does_not_hold_it_to_a_lock_that_nobody_has_committed()
    {
        Assert.Equal(LockMode.Update, Read(name => name == "CI" ? "true" : null, Given(MirrorArguments.Release, "4.20.18")).LockMode);
    }

    [Theory]
    [InlineData("arm64", "aarch64")]
    [InlineData("amd64", "x86_64")]
    [InlineData("s390x", "s390x")]
    [InlineData("multi", "multi")]
    public void Architectures_have_several_names(string given, string tag) =>
        Assert.Equal(tag, Read(Given(MirrorArguments.Release, "4.20.18"), Given(MirrorArguments.Architecture, given)).Release!.Architecture);

    [Theory]
    [InlineData("docker://reg.example:5000", null, "docker://reg.example:5000/openshift-4.20.18")]
    [InlineData("docker://reg.example:5000", "team/ocp", "docker://reg.example:5000/team/ocp")]
    [InlineData("docker://reg.example/mine", null, "docker://reg.example/mine")]
    [InlineData("oci:out", null, "oci:/home/me/out")]
    [InlineData(null, "team/ocp", "docker://localhost:443/team/ocp")]
    public void Destination_and_namespace_are_values_of_their_own(string? destination, string? path, string expected)
    {
        List<GivenArgument> given = [Given(MirrorArguments.Release, "4.20.18")];
        given.AddRange(destination is null ? [] : [Given(MirrorArguments.Destination, destination)]);
        given.AddRange(path is null ? [] : [Given(MirrorArguments.Namespace, path)]);

        Assert.Equal(expected, Read([.. given]).Destination!.ToString());
    }

    [Fact]
    public void Namespace_serves_configurations_too()
    {
        var options = Read(Given(MirrorArguments.Destination, "docker://reg.example"), Given(MirrorArguments.Namespace, "team"));

        Assert.Equal("docker://reg.example/team", options.Destination!.ToString());
    }

    [Theory]
    [InlineData("docker://reg.example/mine", "team", "has a namespace already")]
    [InlineData("oci:out", "team", "has no namespace")]
    [InlineData("docker://reg.example", "Team", "in lower case")]
    public void Namespace_that_cannot_be_is_refused(string destination, string path, string reason)
    {
        var refusal = Refused(Given(MirrorArguments.Destination, destination), Given(MirrorArguments.Namespace, path));

        Assert.Equal(MirrorErrors.BadArgumentValue, refusal.Code);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("true")]
    public void Version_is_that_of_oc(string given)
    {
        var environment = WithOc("""{"clientVersion": {"gitVersion": "4.20.0-202510"}, "releaseClientVersion": "4.20.17"}""");

        Assert.Equal("4.20.17", Read(environment, Given(MirrorArguments.Release, given)).Release!.Version);
    }

    [Fact]
    public void Missing_oc_is_named()
    {
        var refusal = Refused(Given(MirrorArguments.Release, ""));

        Assert.Equal(MirrorErrors.OcMissing, refusal.Code);
        Assert.Contains("'--release 4.20.18'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"clientVersion": {}}""")]
    [InlineData("Client Version: 4.20.17")]
    [InlineData("[]")]
    public void Oc_that_does_not_tell_is_named(string answer) => Assert.Equal(MirrorErrors.OcVersionUnknown, Refused(WithOc(answer), Given(MirrorArguments.Release, "")).Code);

    [Theory]
    [InlineData("4.20")]
    [InlineData("latest")]
    [InlineData("4.20.1+x")]
    public void Version_that_is_none_is_refused(string version) => Assert.Contains($"'{version}'", Refused(Given(MirrorArguments.Release, version)).Message, StringComparison.Ordinal);

    [Fact]
    public void Release_and_a_configuration_exclude_each_other()
    {
        Assert.Equal(MirrorErrors.ConflictingArguments, Refused(Given(MirrorArguments.Release, "4.20.18"), Given(MirrorArguments.Config, "x")).Code);
        Assert.Equal(MirrorErrors.ConflictingArguments, Refused(Given(MirrorArguments.Release, "4.20.18"), Given(MirrorArguments.From, "x")).Code);
        Assert.NotNull(Read(name => name == "MIRROR_CONFIG" ? "usual" : null, Given(MirrorArguments.Release, "4.20.18")).Release);
    }
}
