using System.Globalization;
using System.Text;
using Mirror.Engine.Options;
using Mirror.Yaml.Configuration;

namespace Mirror.Engine.Creating;

/// <summary>Writes the files of a first mirror, which pass Check as they are. Overwrites nothing.</summary>
internal sealed class NewOperation(MirrorOptions options, Action<string> say)
{
    private const string TargetsFile = "src/Mirror.MSBuild/Targets/FromSource.targets";

    public async Task<StepResult> RunAsync(NewRequest? asked, CancellationToken cancellationToken)
    {
        var request = asked ?? NewRequest.Of(options);
        if (request.IsEmpty)
        {
            throw MirrorErrors.NewEmpty.Exception(
                "Nothing says what the mirror shall hold. Add '--channel stable-4.20', '--catalog REFERENCE' with '--package NAME,NAME', or '--image REFERENCE'; on a terminal, New asks.");
        }

        if (request is { Packages.Count: > 0, Catalogs.Count: 0 })
        {
            throw MirrorErrors.NewEmpty.Exception($"'{string.Join("', '", request.Packages)}' {(request.Packages.Count == 1 ? "is an operator" : "are operators")} of no catalog. Add '--catalog REFERENCE', such as 'registry.redhat.io/redhat/redhat-operator-index:v4.20'.");
        }

        var files = Files(request);
        Validate(files[options.ConfigurationFile], files[options.PolicyFile]);
        var present = files.Keys.Where(File.Exists).Select(options.DisplayPath).ToList();
        if (present.Count > 0)
        {
            throw MirrorErrors.NewExists.Exception(
                $"'{string.Join("' and '", present)}' {(present.Count == 1 ? "is" : "are")} there already, and New overwrites nothing. Name another folder with '--config', or remove what is there.");
        }

        foreach (var (path, text) in files)
        {
            await WriteAsync(path, text, cancellationToken).ConfigureAwait(false);
        }

        Tell(files.Keys, request.Pipeline);
        return StepResult.Done($"wrote {Counted.Of(files.Count, "file", "files")}; next is '{SuggestedCommand.For(options, "--target Lock")}'");
    }

    private SortedDictionary<string, string> Files(NewRequest request)
    {
        var folder = RepositoryPath(options.ConfigurationFolder);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [options.ConfigurationFile] = FirstConfiguration.Write(options.Name, folder, request),
            [options.PolicyFile] = FirstPolicy.Write(),
        };
        if (options.RootFolder is { } root && File.Exists(Path.Combine(root, TargetsFile)))
        {
            var targets = Path.GetRelativePath(options.ConfigurationFolder, Path.Combine(root, TargetsFile)).Replace(Path.DirectorySeparatorChar, '/');
            files[Path.Combine(options.ConfigurationFolder, "mirror.proj")] = $"""
                <Project DefaultTargets="MirrorPublish">

                  <Import Project="{targets}" />

                </Project>

                """.ReplaceLineEndings("\n");
        }

        if (request.Pipeline != PipelineKind.None)
        {
            if (!FirstPipeline.IsPlain(folder))
            {
                throw MirrorErrors.BadArgumentValue.Exception(
                    $"'{folder}' cannot be the folder of a mirror with a pipeline. Expected a folder below the repository whose name and path have letters, digits, '.', '_' and '-' alone, such as 'mirror-configs/prod'. Name another one with '--config', or leave the pipeline out with '--pipeline none'.");
            }

            files[PipelineFile(request.Pipeline)] = FirstPipeline.Write(request.Pipeline, options.Name, folder);
        }

        return files;
    }

    // GitHub finds workflows in one folder alone; GitLab's are included from anywhere.
    private string PipelineFile(PipelineKind kind) => kind switch
    {
        PipelineKind.GitHub => Path.Combine(options.RootFolder ?? options.ConfigurationFolder, ".github", "workflows", $"mirror-{options.Name}.yml"),
        PipelineKind.Tekton => Path.Combine(options.ConfigurationFolder, "tekton.yaml"),
        _ => Path.Combine(options.ConfigurationFolder, "gitlab-ci.yml"),
    };

    private string RepositoryPath(string path)
    {
        var relative = options.RootFolder is null ? path : Path.GetRelativePath(options.RootFolder, path);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Replace(Path.DirectorySeparatorChar, '/');
    }

    // The readers' own words, without their places: the file is not there yet.
    private static void Validate(string configuration, string policy)
    {
        var diagnostics = new DiagnosticBag();
        ImageSetConfigurationReader.Read(configuration, "imageset.yaml", diagnostics);
        PolicyReader.Read(Encoding.UTF8.GetBytes(policy), "policy.yaml", diagnostics);
        var problems = diagnostics.Where(diagnostic => diagnostic.Code.Severity == Severity.Error).ToList();
        if (problems.Count > 0)
        {
            throw new MirrorException([.. problems.Select(problem => MirrorErrors.BadArgumentValue.Diagnostic($"New cannot write that: {problem.Message}"))]);
        }
    }

    // Never over a file that somebody else has written in between.
    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Tell(IEnumerable<string> files, PipelineKind pipeline)
    {
        var text = new StringBuilder();
        foreach (var file in files)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {options.DisplayPath(file)}\n");
        }

        if (pipeline == PipelineKind.GitLab)
        {
            text.Append(CultureInfo.InvariantCulture, $"Include the pipeline in '.gitlab-ci.yml': 'include: [{{local: {RepositoryPath(PipelineFile(pipeline))}}}]'.\n");
        }

        say(text.ToString());
    }
}
