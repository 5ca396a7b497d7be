using Mirror.Engine;
using Mirror.Engine.Creating;
using Mirror.Engine.Listing;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Testing;
using YamlDotNet.RepresentationModel;

namespace Mirror.EndToEnd.Tests;

/// <summary>The files of a first mirror: right as they are, and never over something else.</summary>
public sealed class NewTests : IDisposable
{
    private readonly MirrorWorkspace _workspace = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MirrorOptions Options => _workspace.Options(null) with
    {
        ConfigurationFile = _workspace.Folder.Combine("mirror-configs", "prod", "imageset.yaml"),
        RootFolder = _workspace.Folder.Path,
    };

    public void Dispose() => _workspace.Dispose();

    private async Task<IReadOnlyList<string>> NewAsync(MirrorOptions options, NewRequest? request = null)
    {
        using var engine = _workspace.NewEngine(options);
        await engine.NewAsync(request, Token);
        return [.. _workspace.Folder.Files().Where(file => !file.StartsWith("src/", StringComparison.Ordinal))];
    }

    private YamlMappingNode Yaml(params string[] path)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(_workspace.Folder.Combine(path));
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    [Fact]
    public async Task What_arguments_ask_for_is_written_and_passes_Check()
    {
        _workspace.Folder.WriteFile("src/Mirror.MSBuild/Targets/FromSource.targets", "<Project />");
        var options = Options with
        {
            List = new ListQuestion
            {
                Channel = "stable-4.20,eus-4.18",
                Catalog = ImageReference.Parse("registry.redhat.io/redhat/redhat-operator-index:v4.20"),
                Package = "cluster-logging, loki-operator",
            },
            Images = ["registry.redhat.io/ubi9/ubi:9.6"],
        };

        var files = await NewAsync(options);

        Assert.Equal(
            ["mirror-configs/prod/gitlab-ci.yml", "mirror-configs/prod/imageset.yaml", "mirror-configs/prod/mirror.proj", "mirror-configs/prod/policy.yaml"],
            files);
        Assert.Contains("../../src/Mirror.MSBuild/Targets/FromSource.targets", File.ReadAllText(_workspace.Folder.Combine("mirror-configs", "prod", "mirror.proj")), StringComparison.Ordinal);
        using var engine = _workspace.NewEngine(options);
        Assert.Equal("'mirror-configs/prod/imageset.yaml' is valid; there is no lock yet", (await engine.CheckAsync(Token)).Message);
        Assert.Empty(_workspace.Warnings);
        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, Token);
        Assert.Equal(["stable-4.20", "eus-4.18"], configuration.Platform!.Channels.Select(channel => channel.Name));
        Assert.Equal(["cluster-logging", "loki-operator"], Assert.Single(configuration.Operators).Packages.Select(package => package.Name));
        Assert.Equal("registry.redhat.io/ubi9/ubi:9.6", Assert.Single(configuration.AdditionalImages).Name.ToString());
    }

    [Fact]
    public async Task Configuration_of_one_kind_alone_passes_Check_too()
    {
        var options = Options with { List = new ListQuestion { Channel = "stable-4.20" }, Pipeline = PipelineKind.None };

        var files = await NewAsync(options);

        Assert.Equal(["mirror-configs/prod/imageset.yaml", "mirror-configs/prod/policy.yaml"], files);
        using var engine = _workspace.NewEngine(options);
        await engine.CheckAsync(Token);
        Approval.Verify(File.ReadAllText(options.ConfigurationFile), "yaml");
    }

    [Fact]
    public async Task Everything_that_stands_in_comments_is_right_when_it_is_uncommented()
    {
        var options = Options with { Images = ["registry.redhat.io/ubi9/ubi:9.6"], Pipeline = PipelineKind.None };
        await NewAsync(options);
        var text = File.ReadAllText(options.ConfigurationFile);
        var lines = text.Split('\n');
        var body = lines.SkipWhile(line => line != "mirror:").Select(line => line.StartsWith("  # ", StringComparison.Ordinal) && !IsProse(line) ? $"  {line[4..]}" : line);

        File.WriteAllText(options.ConfigurationFile, string.Join('\n', lines.TakeWhile(line => line != "mirror:").Concat(body)));
        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, Token);
        var policy = Uncommented(File.ReadAllText(options.PolicyFile));
        File.WriteAllText(options.PolicyFile, policy);
        var failure = await Assert.ThrowsAsync<MirrorException>(async () =>
        {
            using var engine = _workspace.NewEngine(options);
            await engine.CheckAsync(Token);
        });

        Assert.Equal(5, configuration.Sources.Count);
        Assert.All(failure.Diagnostics, diagnostic => Assert.Equal(MirrorErrors.PolicyPinnedRanges, diagnostic.Code));

        static bool IsProse(string line) => line.EndsWith('.') && char.IsUpper(line[4]);

        static string Uncommented(string policy) => string.Join('\n', policy.Split('\n').Select(line =>
            line.StartsWith("  # - ", StringComparison.Ordinal) || line.StartsWith("  #   ", StringComparison.Ordinal) ? $"  {line[4..]}" : line));
    }

    [Fact]
    public async Task Workflow_of_GitHub_goes_where_GitHub_looks()
    {
        var files = await NewAsync(Options with { Images = ["quay.io/a/b:1"], Pipeline = PipelineKind.GitHub });

        Assert.Contains(".github/workflows/mirror-prod.yml", files);
        var jobs = (YamlMappingNode)Yaml(".github", "workflows", "mirror-prod.yml")["jobs"];
        Assert.Equal(["review", "publish"], jobs.Children.Keys.Select(key => key.ToString()));
    }

    [Fact]
    public async Task Pipeline_of_GitLab_is_valid_YAML_about_this_mirror()
    {
        await NewAsync(Options with { Images = ["quay.io/a/b:1"] });

        var pipeline = Yaml("mirror-configs", "prod", "gitlab-ci.yml");

        Assert.Equal([".prod-mirror", "prod-review", "prod-approve", "prod-publish"], pipeline.Children.Keys.Select(key => key.ToString()));
        Assert.Equal("mirror-configs/prod", pipeline[".prod-mirror"]["variables"]["MIRROR_CONFIG"].ToString());
        Assert.DoesNotContain("FOLDER", pipeline.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_overwritten_and_then_nothing_is_written_either()
    {
        _workspace.Folder.WriteFile("mirror-configs/prod/policy.yaml", "mine");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => NewAsync(Options with { Images = ["quay.io/a/b:1"] }));

        Assert.Equal(MirrorErrors.NewExists, failure.Diagnostics[0].Code);
        Assert.Equal(["mirror-configs/prod/policy.yaml"], _workspace.Folder.Files());
        Assert.Equal("mine", File.ReadAllText(_workspace.Folder.Combine("mirror-configs", "prod", "policy.yaml")));
    }

    [Theory]
    [InlineData("quay.io/a/b")]
    [InlineData("a: b")]
    [InlineData("x\n- name: y")]
    public async Task Image_that_is_none_is_refused(string image)
    {
        var failure = await Assert.ThrowsAsync<MirrorException>(() => NewAsync(Options with { Images = [image] }));

        Assert.Equal(MirrorErrors.BadArgumentValue, Assert.Single(failure.Diagnostics).Code);
        Assert.Empty(_workspace.Folder.Files());
    }

    [Theory]
    [InlineData("my mirror")]
    [InlineData("it's")]
    [InlineData("a#b: c")]
    [InlineData("$HOME")]
    [InlineData("-x")]
    [InlineData("..")]
    public async Task Name_that_a_pipeline_cannot_carry_is_refused_with_one_alone(string name)
    {
        var options = Options with { Images = ["quay.io/a/b:1"], ConfigurationFile = Path.GetFullPath(_workspace.Folder.Combine("mirror-configs", name, "imageset.yaml")) };

        var failure = await Assert.ThrowsAsync<MirrorException>(() => NewAsync(options with { RootFolder = _workspace.Folder.Combine("mirror-configs") }));

        Assert.Equal(MirrorErrors.BadArgumentValue, Assert.Single(failure.Diagnostics).Code);
        Assert.Contains("'--pipeline none'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_workspace.Folder.Files());
        Assert.Contains("imageset.yaml", string.Join(' ', await NewAsync(options with { Pipeline = PipelineKind.None })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_anything_to_mirror_it_says_how_to_say_it()
    {
        var failure = await Assert.ThrowsAsync<MirrorException>(() => NewAsync(Options));
        var operators = await Assert.ThrowsAsync<MirrorException>(() => NewAsync(Options with { List = new ListQuestion { Package = "cluster-logging" } }));

        Assert.Equal(MirrorErrors.NewEmpty, failure.Diagnostics[0].Code);
        Assert.Equal((MirrorErrors.NewEmpty, true), (operators.Diagnostics[0].Code, operators.Message.Contains("'--catalog REFERENCE'", StringComparison.Ordinal)));
    }
}
