using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Registry.Configuration;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Registry.Configuration;

public sealed class RegistriesConfigurationLoaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void First_file_of_the_search_order_counts_with_its_drop_ins()
    {
        Write("etc/containers/registries.conf", "system");
        Write("etc/containers/registries.conf.d/1.conf", "system-drop-in");
        Assert.Equal("system + system-drop-in", Found(null));

        Write("home/.config/containers/registries.conf.d/1.conf", "user-drop-in");
        Assert.Equal("system + system-drop-in + user-drop-in", Found(null));

        Write("home/.config/containers/registries.conf", "user");
        Assert.Equal("user + user-drop-in", Found(null));

        var named = Write("named.conf", "named");
        Assert.Equal("named + system-drop-in + user-drop-in", Found(null, ("CONTAINERS_REGISTRIES_CONF", named)));

        Write("mirror/registries.conf", "beside");
        Assert.Equal("beside", Found(null, ("CONTAINERS_REGISTRIES_CONF", named)));

        var given = Write("given.conf", "given");
        Assert.Equal("given + system-drop-in + user-drop-in", Found(given, ("CONTAINERS_REGISTRIES_CONF", named)));
    }

    [Fact]
    public void Without_any_file_nothing_is_configured()
    {
        Assert.Equal("", Found(null));
    }

    [Fact]
    public void Missing_file_that_was_asked_for_is_an_error()
    {
        var exception = Assert.Throws<MirrorException>(() => Found(_folder.Combine("nosuch.conf")));

        Assert.Equal(MirrorErrors.RegistriesUnreadable, exception.Diagnostics[0].Code);
        Assert.Contains("nosuch.conf", exception.Message, StringComparison.Ordinal);
        Assert.Throws<MirrorException>(() => Found(null, ("CONTAINERS_REGISTRIES_CONF", _folder.Combine("nosuch.conf"))));
    }

    [Fact]
    public void Drop_ins_change_only_what_they_name_in_ordinal_order()
    {
        _folder.WriteFile("etc/containers/registries.conf", "unqualified-search-registries = ['a.com']\ncredential-helpers = ['h']\n[[registry]]\nlocation = 'x.com'\ninsecure = true\n[aliases]\na = 'q.io/a'\nb = 'q.io/b'");
        _folder.WriteFile("etc/containers/registries.conf.d/10.conf", "unqualified-search-registries = []\n[[registry]]\nlocation = 'y.com'\n[aliases]\na = ''");
        _folder.WriteFile("etc/containers/registries.conf.d/9.conf", "[[registry]]\nlocation = 'y.com'\ninsecure = true\n[[registry]]\nlocation = 'x.com'");
        _folder.WriteFile("etc/containers/registries.conf.d/9.txt", "not toml");
        _folder.WriteFile("etc/containers/registries.conf.d/sub/9.conf", "not toml");

        var configuration = RegistriesConfigurationLoader.Load(null, null, Host(), []);

        Assert.Empty(configuration.UnqualifiedSearchRegistries);
        Assert.Equal(["h"], configuration.CredentialHelpers);
        Assert.False(configuration.AllowsInsecure("x.com/i"));
        Assert.True(configuration.AllowsInsecure("y.com/i"));
        Assert.Equal(["b"], configuration.Aliases.Keys);
    }

    [Fact]
    public void Real_drop_ins_override_the_real_base()
    {
        CopyReal("base-for-registries.d.conf", "etc/containers/registries.conf");
        foreach (var file in Directory.EnumerateFiles(TestData.PathOf("registries-conf", "sysregistriesv2-testdata", "registries.conf.d")))
        {
            CopyReal(Path.Combine("registries.conf.d", Path.GetFileName(file)), $"etc/containers/registries.conf.d/{Path.GetFileName(file)}");
        }

        var configuration = RegistriesConfigurationLoader.Load(null, null, Host(), []);

        Assert.Equal(["example-overwrite.com"], configuration.UnqualifiedSearchRegistries);
        Assert.Equal(["dropin-1", "dropin-2"], configuration.CredentialHelpers);
        Assert.Equal(ShortNameMode.Permissive, configuration.ShortNameMode);
        Assert.Equal("barz.com/config2", configuration.Aliases["barz"]);
        Assert.Equal("docker.io/library/config1", configuration.Aliases["docker"]);
        Assert.DoesNotContain("ignore", configuration.Aliases.Keys);
        Assert.Throws<MirrorException>(() => configuration.ThrowIfBlocked("base.com/x"));
        Assert.Equal(
            ["subdomain-prefix-1-overridden-by-dropin-location.com/x:1"],
            RegistriesTestFiles.Lines(configuration.Resolve(ImageReference.Parse("a.not.quite.simple-prefix.com/x:1"))));
    }

    [Fact]
    public void Empty_list_of_helpers_means_the_credential_files()
    {
        CopyReal("cred-helper.conf", "etc/containers/registries.conf");
        CopyReal("registries.conf.d-empty-helpers/empty.conf", "etc/containers/registries.conf.d/empty.conf");

        var configuration = RegistriesConfigurationLoader.Load(null, null, Host(), []);

        Assert.Equal([RegistriesConfiguration.AuthFilesHelper], configuration.CredentialHelpers);
    }

    [Fact]
    public void Version_1_drop_in_is_refused_together_with_problems_of_other_files()
    {
        _folder.WriteFile("etc/containers/registries.conf", "x");
        _folder.WriteFile("etc/containers/registries.conf.d/1.conf", "[registries.search]\nregistries = []");

        var exception = Assert.Throws<MirrorException>(() => RegistriesConfigurationLoader.Load(null, null, Host(), []));

        Assert.Equal(["MIR1301", "MIR1304"], exception.Diagnostics.Select(d => d.Code.Id));
    }

    private HostEnvironment Host(params (string Name, string Value)[] variables) =>
        new(variables.Append(("HOME", _folder.Combine("home"))).ToDictionary(v => v.Item1, v => v.Item2), _folder.Path);

    /// <summary>Each file names itself in an alias of its own; the answer is the files in the order of reading, told by what overrides what.</summary>
    private string Found(string? given, params (string Name, string Value)[] variables)
    {
        var configuration = RegistriesConfigurationLoader.Load(given, _folder.Combine("mirror"), Host(variables), []);
        string[] order = ["given", "beside", "named", "user", "system", "system-drop-in", "user-drop-in"];
        var found = order.Where(configuration.Aliases.ContainsKey).ToList();
        if (found.Count > 0)
        {
            Assert.Equal($"q.io/{found[^1]}", configuration.Aliases["last"]);
        }

        return string.Join(" + ", found);
    }

    private string Write(string path, string name) => _folder.WriteFile(path, $"[aliases]\n{name} = 'q.io/x'\nlast = 'q.io/{name}'");

    private void CopyReal(string from, string to) =>
        _folder.WriteFile(to, File.ReadAllText(TestData.PathOf("registries-conf", "sysregistriesv2-testdata", from)));
}
