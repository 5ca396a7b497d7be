using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Registry.Configuration;
using Mirror.Testing;

namespace Mirror.EndToEnd.Tests;

/// <summary>A folder with the configuration of one mirror, and engines that work on it as a front would.</summary>
internal sealed class MirrorWorkspace : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>The root, for paths in tests.</summary>
    public TempFolder Folder => _folder;

    /// <summary>The environment that engines see; empty at first, so without a home too.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>The clock of engines.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Takes the warnings of engines.</summary>
    public ConcurrentQueue<Diagnostic> Warnings { get; } = new();

    /// <summary>The lock file's text.</summary>
    public string LockText => File.ReadAllText(_folder.Combine("mirror", "mirror.lock.json"));

    /// <summary>Content of an output file.</summary>
    public string Output(params string[] parts) => File.ReadAllText(_folder.Combine(["output", .. parts]));

    /// <summary>Whether there is such an output file.</summary>
    public bool HasOutput(params string[] parts) => File.Exists(_folder.Combine(["output", .. parts]));

    /// <summary>Writes a configuration of additional images; each entry is the text below its dash.</summary>
    public void Configure(params string[] images)
    {
        var text = new StringBuilder("kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  additionalImages:\n");
        foreach (var image in images)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {image.ReplaceLineEndings("\n    ")}\n");
        }

        _folder.WriteFile("mirror/imageset.yaml", text.ToString());
    }

    /// <summary>Writes a configuration; <paramref name="mirror"/> is what stands below <c>mirror:</c>, without its indentation.</summary>
    public void ConfigureMirror(string mirror, string folder = "mirror") => _folder.WriteFile(
        $"{folder}/imageset.yaml",
        $"kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  {mirror.ReplaceLineEndings("\n").TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal)}\n");

    /// <summary>Redirects whole registries, as an enclave does.</summary>
    public void Redirect(params (string From, string To)[] registries) => Redirect(isInsecure: true, registries);

    /// <summary>As above; what is not insecure must show a certificate that is trusted, unless it is plain and on loopback.</summary>
    public void Redirect(bool isInsecure, params (string From, string To)[] registries) => _folder.WriteFile(
        "mirror/registries.conf",
        string.Concat(registries.Select(r =>
            $"[[registry]]\nprefix = \"{r.From}\"\nlocation = \"{r.To}\"\ninsecure = {(isInsecure ? "true" : "false")}\n\n")));

    /// <summary>Options of a run into <paramref name="destination"/>.</summary>
    public MirrorOptions Options(string? destination) => new()
    {
        WorkingDirectory = _folder.Path,
        ConfigurationFile = _folder.Combine("mirror", "imageset.yaml"),
        StoreFolder = _folder.Combine("store"),
        OutputFolder = _folder.Combine("output"),
        Destination = destination is null ? null : Destination.TryParse(destination, _folder.Path, out var parsed, out var problem) ? parsed : throw new FormatException(problem),
        RetryTimes = 1,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    /// <summary>Runs the steps of Publish, as the fronts order them; the results by step.</summary>
    public async Task<IReadOnlyList<(string Step, StepResult Result)>> PublishAsync(MirrorOptions options, CancellationToken cancellationToken)
    {
        using var engine = NewEngine(options);
        return
        [
            ("Check", await engine.CheckAsync(cancellationToken)),
            ("Resolve", await engine.ResolveAsync(cancellationToken)),
            ("Lock", await engine.LockAsync(cancellationToken)),
            ("Publish", await engine.PublishAsync(cancellationToken)),
            ("EmitResources", await engine.EmitResourcesAsync(cancellationToken)),
        ];
    }

    /// <summary>Runs the steps of Lock.</summary>
    public async Task LockAsync(CancellationToken cancellationToken, LockMode mode = LockMode.Update, params string[] update)
    {
        using var engine = NewEngine(Options(null) with { LockMode = mode, UpdateNames = update });
        await engine.CheckAsync(cancellationToken);
        await engine.ResolveAsync(cancellationToken);
        await engine.LockAsync(cancellationToken);
    }

    /// <summary>An engine that sees nothing of the machine's own configuration.</summary>
    public MirrorEngine NewEngine(MirrorOptions options, Action<string>? say = null) => new(options, new MirrorEnvironment
    {
        Host = new HostEnvironment(Variables, _folder.Path),
        Warn = Warnings.Enqueue,
        Say = say ?? (_ => { }),
        TimeProvider = Time,
    });

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
