namespace Mirror.Build.Testing;

/// <summary>Builds the benchmark as the host is built, precompiled, and runs it.</summary>
internal sealed class Benchmark(Repository repository, Action<string> onLine)
{
    private string Folder => Path.Combine(repository.Artifacts, "bench");

    /// <summary>Prints a table and writes <c>artifacts/bench/bench.json</c>.</summary>
    /// <exception cref="MirrorException">MIR9009.</exception>
    public async Task RunAsync(bool isFull, CancellationToken cancellationToken)
    {
        var program = Path.Combine(Folder, "bin");

        // Apart from other builds, which may be running at the same time.
        string[] publish =
        [
            "publish", Path.Combine(repository.Root, "tests", "Mirror.Benchmarks"), "-c", "Release", "-o", program, "-nologo", "-v", "quiet",
            "-nodeReuse:false", $"-p:ArtifactsPath={Path.Combine(repository.Artifacts, "dotnet", "bench")}",
        ];

        // Precompiling needs a package that not every feed has.
        if ((await ToolRun.DotnetAsync(repository.Root, [.. publish, "-p:Precompile=true"], cancellationToken)).ExitCode != 0)
        {
            Ensure(await ToolRun.DotnetAsync(repository.Root, publish, cancellationToken), "The benchmark does not build");
        }

        string[] run = [Path.Combine(program, "Mirror.Benchmarks.dll"), "--output", Folder];
        Ensure(
            await ToolRun.DotnetAsync(repository.Root, isFull ? [.. run, "--full"] : run, onLine, cancellationToken),
            "The benchmark did not run to its end");
    }

    private static void Ensure(ToolRun run, string problem)
    {
        if (run.ExitCode != 0)
        {
            throw MirrorErrors.BenchmarkFailed.Exception($"{problem}: {string.Join('\n', run.Lines.Distinct(StringComparer.Ordinal).TakeLast(20))}");
        }
    }
}
