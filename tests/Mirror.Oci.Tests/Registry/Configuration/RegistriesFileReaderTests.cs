using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Oci.Tests.Registry.Configuration;

public sealed class RegistriesFileReaderTests
{
    [Theory]
    [InlineData("invalid-aliases.conf", "(2,8): error MIR1302: 'quay.io/repo/image:1' is not a full name", "(3,8): error MIR1302: 'image:1' is not a full name")]
    [InlineData("invalid-config-level-mirror.conf", "(4,20): error MIR1302: 'pull-from-mirror' stands in a [[registry]] table")]
    [InlineData("invalid-conflict-mirror.conf", "(7,20): error MIR1302: 'pull-from-mirror' is set although the registry has 'mirror-by-digest-only'")]
    [InlineData("invalid-prefix.conf", "(3,10): error MIR1302: 'http://schema-is-invalid.com' has a scheme")]
    [InlineData("invalid-search.conf", "(1,34): error MIR1302: 'registry-a.com/namespace-is-forbidden' is not a host name")]
    [InlineData("invalid-short-name-mode.conf", "(1,17): error MIR1302: 'invalid' is not a value of 'short-name-mode'")]
    [InlineData("invalid-value-mirror.conf", "(6,20): error MIR1302: 'notvalid' is not a value of 'pull-from-mirror'")]
    [InlineData("missing-mirror-location.conf", "(10,1): error MIR1302: The mirror has no 'location'")]
    [InlineData("blocked-conflicts.conf", "(11,1): error MIR1302: 'registry.com' has another value of 'blocked'")]
    [InlineData("insecure-conflicts.conf", "(11,1): error MIR1302: 'registry.com' has another value of 'insecure'")]
    [InlineData("mixing-v1-v2.conf", "(3,2): error MIR1304: 'registries' is of the deprecated version 1 format, but 'unqualified-search-registries' is of version 2")]
    [InlineData("mixing-v1-v2-empty.conf", "(3,2): error MIR1304")]
    [InlineData("v1-invalid-block.conf", "(2,73): error MIR1302", "(5,33): error MIR1302")]
    [InlineData("v1-invalid-insecure.conf", "(8,91): error MIR1302: 'http://schema-is-invalid.com' has a scheme")]
    [InlineData("v1-invalid-search.conf", "(2,73): error MIR1302: 'http://schema-is-invalid.com' has a scheme")]
    [InlineData("try-update-cache-invalid.conf", "(1,8): error MIR1301")]
    public void Wrong_real_file_is_refused_by_name(string file, params string[] messages)
    {
        var exception = Assert.Throws<MirrorException>(() => RegistriesTestFiles.Real("sysregistriesv2-testdata", file));

        var lines = exception.Diagnostics.Where(d => d.Code.Severity == Severity.Error).Select(d => d.ToString()).ToList();
        Assert.Equal(messages.Length, lines.Count);
        Assert.All(messages.Zip(lines), pair => Assert.Contains(file + pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sysregistriesv2-testdata", "cred-helper.conf")]
    [InlineData("sysregistriesv2-testdata", "empty.conf")]
    [InlineData("sysregistriesv2-testdata", "invalidate-cache.conf")]
    [InlineData("sysregistriesv2-testdata", "mirrors.conf")]
    [InlineData("sysregistriesv2-testdata", "try-update-cache-valid.conf")]
    [InlineData("sysregistriesv2-testdata", "unmarshal.conf")]
    [InlineData("sysregistriesv2-testdata", "registries.conf.d", "config-1.conf")]
    [InlineData("sysregistriesv2-testdata", "registries.conf.d-usr1", "no-usr.conf")]
    [InlineData("shortnames-testdata", "one-reg.conf")]
    [InlineData("shortnames-testdata", "two-reg.conf")]
    [InlineData("shortnames-testdata", "no-reg.conf")]
    [InlineData("auth-json-testdata", "cred-helper.conf")]
    [InlineData("auth-json-testdata", "cred-helper-with-auth-files.conf")]
    [InlineData("defaults", "registries.conf")]
    [InlineData("defaults", "common-tests-registries.conf")]
    [InlineData("defaults", "libimage-registries.conf")]
    public void Right_real_file_is_read(params string[] parts)
    {
        Assert.NotNull(RegistriesTestFiles.Real(parts));
    }

    [Fact]
    public void Version_1_lists_mean_what_version_2_tables_do()
    {
        var configuration = RegistriesTestFiles.Real("sysregistriesv2-testdata", "v1-compatibility.conf");

        Assert.Equal(["registry-a.com", "registry-c.com", "registry-d.com"], configuration.UnqualifiedSearchRegistries);
        Assert.True(configuration.AllowsInsecure("registry-a.com/x"));
        Assert.False(configuration.AllowsInsecure("registry-c.com/x"));
        Assert.Throws<MirrorException>(() => configuration.Resolve(ImageReference.Parse("registry-b.com/x:1")));
    }

    [Fact]
    public void Aliases_of_the_real_file_are_full_names_and_empty_ones_are_none()
    {
        var configuration = RegistriesTestFiles.Real("sysregistriesv2-testdata", "aliases.conf");

        Assert.Equal(ShortNameMode.Enforcing, configuration.ShortNameMode);
        Assert.Equal(
            ["docker docker.io/library/foo", "example example.com/library/foo", "quay/foo quay.io/library/foo"],
            configuration.Aliases.Select(alias => $"{alias.Key} {alias.Value}"));
    }

    [Theory]
    [InlineData("[[registry]]", "(1,1): error MIR1302: The table has neither 'location' nor 'prefix'")]
    [InlineData("[[registry]]\nprefix = 'a.com'", "(1,1): error MIR1302: The table for 'a.com' has no 'location'")]
    [InlineData("[[registry]]\nprefix = '*.a.com/x'\nlocation = 'b'", "(2,10): error MIR1302: The wildcard prefix '*.a.com/x'")]
    [InlineData("[[registry]]\nlocation = '*.a.com:1'", "(1,1): error MIR1302: The wildcard prefix '*.a.com:1'")]
    [InlineData("[[registry]]\nlocation = 1", "(2,12): error MIR1302: 'location' has an integer here; expected a string", "(1,1): error MIR1302")]
    [InlineData("[[registry]]\nlocation = 'a'\nblocked = 'yes'", "(3,11): error MIR1302: 'blocked' has a string here; expected true or false")]
    [InlineData("[registry]\nlocation = 'a'", "(1,1): error MIR1302: 'registry' has a table here; expected tables of the form [[registry]]")]
    [InlineData("registry = [1]", "(1,13): error MIR1302: 'registry' has an integer here")]
    [InlineData("credential-helpers = 'x'", "(1,22): error MIR1302: 'credential-helpers' has a string here; expected an array of strings")]
    [InlineData("credential-helpers = ['x', 1]", "(1,28): error MIR1302")]
    [InlineData("aliases = 1", "(1,11): error MIR1302")]
    [InlineData("[aliases]\n'a:1' = 'b.com/c'", "(2,1): error MIR1302: 'a:1' is not a short name")]
    [InlineData("[aliases]\n'b.com/c' = 'b.com/c'", "(2,1): error MIR1302: 'b.com/c' is not a short name")]
    [InlineData("[[registry]]\nlocation = 'a'\nLocation = 'b'", "(3,1): error MIR1302: 'Location' and 'location' differ only in case")]
    public void Wrong_setting_is_reported_with_its_place(string text, params string[] messages)
    {
        var exception = Assert.Throws<MirrorException>(() => RegistriesTestFiles.Parse(text));

        var lines = exception.Diagnostics.Select(d => d.ToString()).ToList();
        Assert.Equal(messages.Length, lines.Count);
        Assert.All(messages, message => Assert.Contains(lines, line => line.Contains("given.conf" + message, StringComparison.Ordinal)));
    }

    [Fact]
    public void All_problems_of_a_file_are_reported_together()
    {
        var exception = Assert.Throws<MirrorException>(() => RegistriesTestFiles.Parse("""
            short-name-mode = "x"
            [[registry]]
            [[registry]]
            location = "https://a.com"
            [[registry]]
            location = "a.com"
            [[registry.mirror]]
            pull-from-mirror = "x"
            [[registry.mirror]]
            location = "b.com"
            pull-from-mirror = "x"
            """));

        Assert.Equal([1, 2, 3, 4, 7, 11], exception.Diagnostics.Select(d => d.Span!.Line));
    }

    [Fact]
    public void Keys_in_another_case_are_found_and_unknown_ones_are_warned_of()
    {
        DiagnosticBag warnings = [];

        var configuration = RegistriesTestFiles.Parse("[[Registry]]\nLOCATION = 'a.com'\nInsecure = true\nlocaton = 'x'\n[nosuch]", warnings);

        Assert.True(configuration.AllowsInsecure("a.com/x"));
        Assert.Equal([(4, "MIR1801"), (5, "MIR1801")], warnings.Select(d => (d.Span!.Line, d.Code.Id)));
    }

    [Fact]
    public void Second_table_of_a_prefix_is_ignored_with_a_warning()
    {
        DiagnosticBag warnings = [];

        var configuration = RegistriesTestFiles.Parse("[[registry]]\nprefix = 'a.com'\nlocation = 'b.com'\n[[registry]]\nprefix = 'a.com'\nlocation = 'c.com'", warnings);

        Assert.Equal(["b.com/x:1"], RegistriesTestFiles.Lines(configuration.Resolve(ImageReference.Parse("a.com/x:1"))));
        Assert.Equal(["MIR1802"], warnings.Select(d => d.Code.Id));
    }
}
