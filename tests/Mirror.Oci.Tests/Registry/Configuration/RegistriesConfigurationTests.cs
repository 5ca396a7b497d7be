using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Registry.Configuration;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Registry.Configuration;

public sealed class RegistriesConfigurationTests
{
    private static readonly string Digest = TestDigest.Of("image").ToString();

    [Fact]
    public void Image_without_table_is_pulled_from_where_its_name_says()
    {
        var places = RegistriesConfiguration.Empty.Resolve(ImageReference.Parse("quay.io/a/b:1"));

        Assert.Equal(["quay.io/a/b:1"], RegistriesTestFiles.Lines(places));
    }

    [Fact]
    public void Mirrors_come_first_and_the_location_last()
    {
        var configuration = RegistriesTestFiles.Parse("""
            [[registry]]
            prefix = "example.com/foo"
            location = "internal.example.com/bar/"
            [[registry.mirror]]
            location = "mirror-0.local/for-foo"
            [[registry.mirror]]
            location = "mirror-1.local:5000"
            insecure = true
            """);

        var places = configuration.Resolve(ImageReference.Parse("example.com/foo/image:latest"));

        Assert.Equal(
            ["mirror mirror-0.local/for-foo/image:latest", "mirror mirror-1.local:5000/image:latest insecure", "internal.example.com/bar/image:latest"],
            RegistriesTestFiles.Lines(places));
        Assert.Contains("given.conf(4,1)", places.Places[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Tag_is_left_out_when_there_is_a_digest()
    {
        var configuration = RegistriesTestFiles.Parse("[[registry]]\nprefix = 'a.com'\nlocation = 'b.com'");

        var places = configuration.Resolve(ImageReference.Parse($"a.com/x:1@{Digest}"));

        Assert.Equal([$"b.com/x@{Digest}"], RegistriesTestFiles.Lines(places));
    }

    [Theory]
    [InlineData("simple-prefix.com/foo:1", "registry.com:5000/foo:1")]
    [InlineData("simple-prefix.comx.com/foo:1", "simple-prefix.comx.com/foo:1")]
    [InlineData("complex-prefix.com:4000/with/path/and/beyond:1", "another-registry.com:5000/and/beyond:1")]
    [InlineData("complex-prefix.com:4000/with/pathy:1", "complex-prefix.com:4000/with/pathy:1")]
    [InlineData("no-prefix.com/foo:1", "no-prefix.com/foo:1")]
    [InlineData("empty-prefix.com/foo:1", "empty-prefix.com/foo:1")]
    [InlineData("a.so.simple-prefix.com/foo:1", "subdomain-prefix.com/foo:1")]
    [InlineData("a.b.so.simple-prefix.com/foo:1", "subdomain-prefix.com/foo:1")]
    [InlineData("a.simple-prefix.com/foo:1", "subdomain-prefix-2.com/foo:1")]
    [InlineData("x.bar.docker.io/foo:1", "subdomain-prefix-4.com/foo:1")]
    [InlineData("x.docker.io/foo:1", "subdomain-prefix-2.com/foo:1")]
    [InlineData("foo.bar.example.com:5000/foo:1", "subdomain-prefix-5.com/foo:1")]
    [InlineData("foo.bar.example.com/foo:1", "subdomain-prefix-3.com/foo:1")]
    [InlineData("foo.bar.example.com:6000/foo:1", "subdomain-prefix-3.com:6000/foo:1")]
    [InlineData("a.internal.registry.com/foo:1", "a.internal.registry.com/foo:1")]
    public void Longest_matching_prefix_of_the_real_file_decides(string image, string expected)
    {
        var configuration = RegistriesTestFiles.Real("sysregistriesv2-testdata", "find-registry.conf");

        var places = configuration.Resolve(ImageReference.Parse(image));

        Assert.Equal([expected], RegistriesTestFiles.Lines(places));
    }

    [Fact]
    public void Wildcard_does_not_match_its_own_domain_or_a_path()
    {
        var configuration = RegistriesTestFiles.Parse("[[registry]]\nprefix = '*.example.com'\nlocation = 'b.com'");

        Assert.Equal(["example.com/x:1"], RegistriesTestFiles.Lines(configuration.Resolve(ImageReference.Parse("example.com/x:1"))));
        Assert.Equal(["q.io/a.example.com/x:1"], RegistriesTestFiles.Lines(configuration.Resolve(ImageReference.Parse("q.io/a.example.com/x:1"))));
    }

    [Fact]
    public void Wildcard_matches_a_host_that_contains_the_domain_twice()
    {
        var configuration = RegistriesTestFiles.Parse("[[registry]]\nprefix = '*.com'\nlocation = 'b.io'");

        Assert.Equal(["b.io/x:1"], RegistriesTestFiles.Lines(configuration.Resolve(ImageReference.Parse("a.comb.com/x:1"))));
    }

    [Theory]
    [InlineData("registry-a.com/foo/i", "12p", "12p")]
    [InlineData("registry-b.com/foo/i", "p", "12p")]
    [InlineData("registry-a.com/baz/i", "12p", "12p")]
    [InlineData("registry-b.com/baz/i", "p", "12p")]
    [InlineData("registry-c.com/baz/i", "1p", "12p")]
    [InlineData("registry-d.com/baz/i", "p", "12p")]
    [InlineData("registry-e.com/baz/i", "12p", "p")]
    [InlineData("registry-f.com/baz/i", "12p", "1p")]
    [InlineData("registry-g.com/baz/i", "234p", "134p")]
    public void Mirrors_serve_the_kind_of_reference_that_the_real_file_says(string name, string byTag, string byDigest)
    {
        var configuration = RegistriesTestFiles.Real("sysregistriesv2-testdata", "pull-sources-from-reference.conf");

        Assert.Equal(byTag, Sources($"{name}:1"));
        Assert.Equal(byDigest, Sources($"{name}@{Digest}"));

        string Sources(string image) => string.Concat(configuration.Resolve(ImageReference.Parse(image)).Places
            .Select(place => place.IsMirror ? place.Image.Registry["mirror-".Length].ToString() : "p"));
    }

    [Fact]
    public void Blocked_registry_is_refused_with_the_place_in_the_file()
    {
        var configuration = RegistriesTestFiles.Real("sysregistriesv2-testdata", "mirrors.conf");

        var exception = Assert.Throws<MirrorException>(() => configuration.Resolve(ImageReference.Parse("blocked.registry.com/x:1")));

        Assert.Equal(ExitCode.Policy, exception.ExitCode);
        Assert.Contains("mirrors.conf(11,1): error MIR1305: 'blocked.registry.com/x:1' must not be pulled from", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocked_registry_with_mirrors_is_pulled_from_them_alone()
    {
        var configuration = RegistriesTestFiles.Parse("""
            [[registry]]
            location = "a.com"
            blocked = true
            [[registry.mirror]]
            location = "m.com/a"
            pull-from-mirror = "digest-only"
            """);

        var places = configuration.Resolve(ImageReference.Parse($"a.com/x@{Digest}"));

        Assert.Equal([$"mirror m.com/a/x@{Digest}"], RegistriesTestFiles.Lines(places));
        Assert.Contains("'a.com/x'", Assert.Single(places.Blocked).Message, StringComparison.Ordinal);
        Assert.Throws<MirrorException>(() => configuration.Resolve(ImageReference.Parse("a.com/x:1")));
    }

    [Fact]
    public void Blocked_mirror_is_left_out()
    {
        var configuration = RegistriesTestFiles.Parse("""
            [[registry]]
            location = "a.com"
            [[registry.mirror]]
            location = "m.com/a"
            [[registry]]
            location = "m.com"
            blocked = true
            """);

        var places = configuration.Resolve(ImageReference.Parse("a.com/x:1"));

        Assert.Equal(["a.com/x:1"], RegistriesTestFiles.Lines(places));
        Assert.Single(places.Blocked);
    }

    [Fact]
    public void Blocked_prefix_with_another_location_is_refused_as_the_manual_says()
    {
        var configuration = RegistriesTestFiles.Parse("[[registry]]\nprefix = 'a.com'\nlocation = 'b.com'\nblocked = true");

        Assert.Throws<MirrorException>(() => configuration.Resolve(ImageReference.Parse("a.com/x:1")));
    }

    [Theory]
    [InlineData("localhost", "b.com/x", "localhost:5000/y:1", "becomes 'b.com/x:5000/y'")]
    [InlineData("a.com", "docker.io", "a.com/y:1", "short for 'docker.io/library/y'")]
    [InlineData("a.com", "foo/bar", "a.com/y:1", "short for 'docker.io/foo/bar/y'")]
    [InlineData("a.com/y", "b.com/z:2", "a.com/y:1", "'b.com/z:2'")]
    public void Rewriting_to_something_that_is_not_a_name_is_refused(string prefix, string location, string image, string message)
    {
        var configuration = RegistriesTestFiles.Parse($"\n[[registry]]\nprefix = '{prefix}'\nlocation = '{location}'");

        var exception = Assert.Throws<MirrorException>(() => configuration.Resolve(ImageReference.Parse(image)));

        Assert.Contains("given.conf(2,1): error MIR1306", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pushes_know_insecure_and_blocked_but_no_rewriting()
    {
        var configuration = RegistriesTestFiles.Parse("""
            [[registry]]
            location = "a.com"
            insecure = true
            [[registry]]
            location = "a.com/ns"
            blocked = true
            """);

        Assert.True(configuration.AllowsInsecure("a.com/x"));
        Assert.False(configuration.AllowsInsecure("b.com/x"));
        configuration.ThrowIfBlocked("a.com/x");
        var exception = Assert.Throws<MirrorException>(() => configuration.ThrowIfBlocked("a.com/ns/x"));
        Assert.Contains("given.conf(4,1)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layout_is_not_looked_up()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RegistriesConfiguration.Empty.Resolve(ImageReference.Layout("folder")));
    }
}
