using Mirror.Model.Versions;

namespace Mirror.Engine.Options;

/// <summary>Reads <c>--release</c> and what belongs to it; every value has a default of its own.</summary>
internal sealed class NamedReleaseReader(ArgumentReader reader, Func<string, string?> environment, DiagnosticBag diagnostics)
{
    // What a property of MSBuild can say that stands for the option alone.
    private const string Default = "true";

    /// <summary>Null when no release is named.</summary>
    public NamedRelease? Read()
    {
        if (reader.OptionalText(MirrorArguments.Release) is not { } text || text.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        RefuseOthers();
        var version = ReadVersion(text);
        var architecture = ReadArchitecture();
        return version is null || architecture is null ? null : new NamedRelease(version, architecture);
    }

    // A variable that names the pipeline's usual configuration is no contradiction: the release was named for this run.
    private void RefuseOthers()
    {
        foreach (var other in new[] { MirrorArguments.Config, MirrorArguments.From, MirrorArguments.NoRelease })
        {
            if (reader.IsGiven(other) && reader.Label(other) != other.EnvironmentVariable)
            {
                diagnostics.Report(
                    MirrorErrors.ConflictingArguments, null, $"'{reader.Label(MirrorArguments.Release)}' and '{reader.Label(other)}' exclude each other; expected one of them.");
            }
        }
    }

    private string? ReadVersion(string text)
    {
        string version;
        try
        {
            version = text.Length == 0 || text.Equals(Default, StringComparison.OrdinalIgnoreCase) ? OcVersion.Read(environment) : text;
        }
        catch (MirrorException e)
        {
            // Reported with whatever else is wrong.
            diagnostics.AddRange(e.Diagnostics);
            return null;
        }

        if (SemanticVersion.TryParse(version, out _) && ReferenceRules.IsRepository($"openshift-{version}"))
        {
            return version;
        }

        reader.Refuse(MirrorArguments.Release, version, "expected the version of a release such as '4.20.18'");
        return null;
    }

    private string? ReadArchitecture()
    {
        var names = reader.Texts(MirrorArguments.Architecture);
        if (names.Length == 0)
        {
            if (NamedRelease.MachineArchitecture is null)
            {
                diagnostics.Report(
                    MirrorErrors.BadArgumentValue, null, $"No release runs on this machine; expected '{MirrorArguments.Architecture.Option}' with one of '{string.Join("', '", NamedRelease.KnownArchitectures)}'.");
            }

            return NamedRelease.MachineArchitecture;
        }

        if (names.Length == 1 && NamedRelease.FindArchitecture(names[0]) is { } architecture)
        {
            return architecture;
        }

        reader.Refuse(
            MirrorArguments.Architecture, string.Join(';', names), $"expected one of '{string.Join("', '", NamedRelease.KnownArchitectures)}', and a configuration for several");
        return null;
    }
}
