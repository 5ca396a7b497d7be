using Mirror.Model.Policies;
using Mirror.Yaml.Configuration;

namespace Mirror.Engine.Policies;

/// <summary>Reads <c>policy.yaml</c> beside the configuration, if there is one, and adds the rules that hold without being written.</summary>
internal static class PolicyLoader
{
    private const int MaxSize = 4 * 1024 * 1024;

    /// <summary>The rules in the order of the file, those that are off too. In CI removals need an approval even where no file says so.</summary>
    /// <exception cref="MirrorException">MIR1xxx: every problem of the file.</exception>
    public static async Task<IReadOnlyList<PolicyRule>> LoadAsync(MirrorOptions options, bool isCi, Action<Diagnostic> warn, CancellationToken cancellationToken)
    {
        var rules = await ReadAsync(options, warn, cancellationToken).ConfigureAwait(false);
        return isCi && !rules.Any(rule => rule.Kind == PolicyRuleKind.Removals)
            ? [new PolicyRule { Kind = PolicyRuleKind.Removals, Id = PolicyRuleKind.Removals.ToWord() }, .. rules]
            : rules;
    }

    // Rules that nobody reads look as if they held.
    private static void RefuseOtherName(MirrorOptions options)
    {
        if (Directory.Exists(options.PolicyFile))
        {
            throw MirrorErrors.PolicyMisnamed.Exception($"'{options.DisplayPath(options.PolicyFile)}' is a folder. A policy is a file of this name.");
        }

        if (!Directory.Exists(options.ConfigurationFolder))
        {
            return;
        }

        var other = Directory.EnumerateFiles(options.ConfigurationFolder)
            .Where(path => Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(path => NearestName.Find(Path.GetFileNameWithoutExtension(path), ["policy", "policies"]) is not null);
        if (other is not null)
        {
            throw MirrorErrors.PolicyMisnamed.Exception($"'{options.DisplayPath(other)}' is not read, so its rules would not hold. Call it '{PolicyFile.FileName}'.");
        }
    }

    private static async Task<IReadOnlyList<PolicyRule>> ReadAsync(MirrorOptions options, Action<Diagnostic> warn, CancellationToken cancellationToken)
    {
        var file = new FileInfo(options.PolicyFile);
        if (!file.Exists)
        {
            RefuseOtherName(options);
            return [];
        }

        var name = options.DisplayPath(options.PolicyFile);
        if (file.Length > MaxSize)
        {
            throw MirrorErrors.FileTooLarge.Exception($"'{name}' has more than {MaxSize} bytes, which no policy needs.");
        }

        var diagnostics = new DiagnosticBag();
        var policy = PolicyReader.Read(await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false), name, diagnostics);
        diagnostics.ThrowIfErrors();
        foreach (var warning in diagnostics)
        {
            warn(warning);
        }

        return policy!.Rules;
    }
}
