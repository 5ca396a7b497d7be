using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry.Authentication;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Registry.Authentication;

public sealed class CredentialHelperTests : IDisposable
{
    private const string Answer = """read -r host; printf '{"ServerURL":"%s","Username":"%s","Secret":"s3cret"}' "$host" "$host" """;

    private readonly CredentialHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("registry-a.com", "foo:bar")]
    [InlineData("registry-b.com", " token fizzbuzz")]
    [InlineData("registry-no-creds.com", "none")]
    [InlineData("other.com", "none")]
    public async Task Real_helper_answers_as_for_the_containers_library(string registry, string expected)
    {
        var script = await File.ReadAllTextAsync(
            TestData.PathOf("registries-conf", "auth-json-testdata", "docker-credential-helper-registry"), TestContext.Current.CancellationToken);
        _host.WriteHelper("helper-registry", script[script.IndexOf('\n', StringComparison.Ordinal)..]);

        using var credentials = _host.Load(registriesConf: "credential-helpers = ['helper-registry']");

        Assert.Equal(expected, await CredentialHost.FindAsync(credentials, registry));
    }

    [Fact]
    public async Task Helper_of_a_registry_comes_before_the_entries_of_its_file()
    {
        _host.WriteHelper("one", Answer);
        _host.Write("home/.docker/config.json", """{"auths": {"a.io": {"username": "me", "password": "p"}, "b.io": {"username": "me", "password": "p"}}, "credHelpers": {"a.io": "one"}}""");

        Assert.Equal("a.io:s3cret", await _host.FindAsync("a.io"));
        Assert.Equal("me:p", await _host.FindAsync("b.io"));
    }

    [Fact]
    public async Task Store_answers_for_registries_without_a_secret_in_the_file()
    {
        _host.WriteHelper("store", Answer);
        _host.Write("home/.docker/config.json", """{"auths": {"a.io": {}, "b.io": {"username": "me", "password": "p"}}, "credsStore": "store"}""");

        Assert.Equal("a.io:s3cret", await _host.FindAsync("a.io"));
        Assert.Equal("me:p", await _host.FindAsync("b.io"));
        Assert.Equal("https://index.docker.io/v1/:s3cret", await _host.FindAsync("docker.io"));
    }

    [Theory]
    [InlineData("docker.io")]
    [InlineData("https://index.docker.io/v1/")]
    public async Task Helper_for_docker_hub_is_found_by_each_of_its_names(string key)
    {
        _host.WriteHelper("one", Answer);
        _host.Write("home/.docker/config.json", $$$$"""{"credHelpers": {"{{{{key}}}}": "one"}}""");

        Assert.Equal($"{key}:s3cret", await _host.FindAsync("docker.io"));
    }

    [Fact]
    public async Task Helpers_of_registries_conf_and_files_are_asked_in_its_order()
    {
        _host.WriteHelper("one", """read -r host; [ "$host" = a.io ] && printf '{"Username":"one","Secret":"s"}' || { echo 'credentials not found in native keychain'; exit 1; }""");
        _host.Write("home/.docker/config.json", """{"auths": {"a.io": {"username": "file", "password": "p"}, "b.io": {"username": "file", "password": "p"}}}""");

        using var helperFirst = _host.Load(registriesConf: "credential-helpers = ['one', 'containers-auth.json']");
        using var filesFirst = _host.Load(registriesConf: "credential-helpers = ['containers-auth.json', 'one']");
        using var helperOnly = _host.Load(registriesConf: "credential-helpers = ['one']");

        Assert.Equal(["one:s", "file:p"], [await CredentialHost.FindAsync(helperFirst, "a.io"), await CredentialHost.FindAsync(helperFirst, "b.io")]);
        Assert.Equal("file:p", await CredentialHost.FindAsync(filesFirst, "a.io"));
        Assert.Equal("none", await CredentialHost.FindAsync(helperOnly, "b.io"));
    }

    [Fact]
    public async Task Failing_helper_is_passed_over_when_another_place_has_a_credential()
    {
        _host.WriteHelper("one", "exit 3");
        _host.Write("home/.docker/config.json", CredentialHost.Auths("a.io", "file"));

        using var credentials = _host.Load(registriesConf: "credential-helpers = ['one', 'containers-auth.json']");

        Assert.Equal("file:secret", await CredentialHost.FindAsync(credentials, "a.io"));
        var exception = await Assert.ThrowsAsync<MirrorException>(() => CredentialHost.FindAsync(credentials, "b.io"));
        Assert.Contains("'docker-credential-one', which 'registries.conf' names, was to be asked for 'b.io'; it ended with exit code 3.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo s3cret; echo s3cret >&2; exit 1", "ended with exit code 1")]
    [InlineData("echo s3cret", "answered something else")]
    [InlineData("echo '\"s3cret\"'", "answered something else")]
    [InlineData("echo '{\"Username\": 1, \"Secret\": \"s3cret\"}'", "answered something else")]
    [InlineData("yes s3cret", "wrote more than 64 KiB")]
    [InlineData("yes s3cret >&2", "wrote more than 64 KiB")]
    public async Task Wrong_answer_is_an_error_without_the_answer(string script, string expected)
    {
        _host.WriteHelper("one", script);
        _host.Write("home/.docker/config.json", """{"credHelpers": {"a.io": "one"}}""");

        var exception = await Assert.ThrowsAsync<MirrorException>(() => _host.FindAsync("a.io"));

        Assert.Contains("MIR1313", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../one")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a b")]
    public async Task Name_that_could_be_a_path_is_refused(string name)
    {
        _host.Write("home/.docker/config.json", $$$$"""{"credHelpers": {"a.io": "{{{{name}}}}"}}""");

        var exception = await Assert.ThrowsAsync<MirrorException>(() => _host.FindAsync("a.io"));

        Assert.Contains($"names the credential helper '{name}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Helper_is_looked_for_in_absolute_folders_of_the_given_path_alone()
    {
        _host.WriteHelper("one", Answer, folder: "elsewhere");
        _host.Set("PATH", $".:elsewhere:{_host.PathOf("bin")}");
        _host.Write("home/.docker/config.json", """{"credHelpers": {"a.io": "one"}}""");

        var exception = await Assert.ThrowsAsync<MirrorException>(() => _host.FindAsync("a.io"));

        Assert.Contains("is not in any folder of PATH", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Helper_that_cannot_be_started_is_an_error()
    {
        var program = _host.WriteHelper("one", Answer);
        await File.WriteAllTextAsync(program, "#!/nosuch/interpreter\n", TestContext.Current.CancellationToken);
        _host.Write("home/.docker/config.json", """{"credHelpers": {"a.io": "one"}}""");

        var exception = await Assert.ThrowsAsync<MirrorException>(() => _host.FindAsync("a.io"));

        Assert.Contains("cannot be started", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Helper_is_asked_once_for_a_registry()
    {
        _host.WriteHelper("one", $"echo x >> '{_host.PathOf("calls")}'; {Answer}");
        _host.Write("home/.docker/config.json", """{"credHelpers": {"a.io": "one", "b.io": "one"}}""");
        using var credentials = _host.Load();

        await Task.WhenAll(CredentialHost.FindAsync(credentials, "a.io", "x"), CredentialHost.FindAsync(credentials, "a.io", "y"), CredentialHost.FindAsync(credentials, "b.io"));

        Assert.Equal(2, (await File.ReadAllLinesAsync(_host.PathOf("calls"), TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Helper_gets_the_given_environment_and_no_other()
    {
        _host.WriteHelper("one", """read -r host; printf '{"Username":"%s%s","Secret":"x"}' "$GIVEN" "$DOTNET_ROOT$HOSTNAME$PWD_OF_TEST" """);
        _host.Write("home/.docker/config.json", """{"credHelpers": {"a.io": "one"}}""");
        _host.Set("GIVEN", "value");

        Assert.Equal("value:x", await _host.FindAsync("a.io"));
    }

    [Fact]
    public async Task Helper_that_never_answers_is_ended_when_its_time_is_over()
    {
        _host.WriteHelper("one", $"echo started > '{_host.PathOf("started")}'; exec sleep 600");
        _host.Write("home/.docker/config.json", """{"credHelpers": {"a.io": "one"}}""");
        using var credentials = _host.Load(timeProvider: new ImmediateTimeProvider());

        var exception = await Assert.ThrowsAsync<MirrorException>(() => CredentialHost.FindAsync(credentials, "a.io"));

        Assert.Contains("did not answer within 60 s.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_passes_through_and_ends_the_helper()
    {
        _host.WriteHelper("one", "exec sleep 600");
        _host.Write("home/.docker/config.json", """{"credHelpers": {"a.io": "one"}}""");
        using var credentials = _host.Load();
        using var cancellation = new CancellationTokenSource();

        var finding = credentials.FindAsync("a.io", "x", cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => finding);
    }

    [Fact]
    public void Credential_prints_without_its_secrets()
    {
        Assert.Equal("user and password", RegistryCredential.Basic("me", "s3cret").ToString());
        Assert.Equal("identity token", RegistryCredential.Token("s3cret", "me").ToString());
        Assert.DoesNotContain("s3cret", new CredentialEntry(RegistryCredential.Basic("me", "s3cret"), null).ToString(), StringComparison.Ordinal);
    }

    /// <summary>Every timer is over at once.</summary>
    private sealed class ImmediateTimeProvider : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
