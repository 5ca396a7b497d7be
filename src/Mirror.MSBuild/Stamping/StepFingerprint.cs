using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Mirror.Engine.Emitting;
using Mirror.Engine.Locking;
using Mirror.Engine.Options;
using Mirror.Model.Oci;
using Mirror.MSBuild.Running;

namespace Mirror.MSBuild.Stamping;

/// <summary>A digest over everything that a step's result depends on, and over its result; each part stands in it with its length.</summary>
internal static class StepFingerprint
{
    public static async Task<Digest> ComputeAsync(StampedStep step, RunOptions options, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, typeof(StepFingerprint).Module.ModuleVersionId.ToString());
        Append(hash, typeof(MirrorEngine).Module.ModuleVersionId.ToString());
        Append(hash, options.Options.Destination?.ToString() ?? "");
        AppendArguments(hash, options);
        var templates = step == StampedStep.EmitResources ? await CatalogSourceTemplates.FilesAsync(options.Options, cancellationToken).ConfigureAwait(false) : [];
        foreach (var file in FilesOf(step, options.Options).Concat(templates))
        {
            Append(hash, file);
            Append(hash, File.Exists(file) ? await HashAsync(file, cancellationToken).ConfigureAwait(false) : []);
        }

        return Digest.Parse($"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    private static IEnumerable<string> FilesOf(StampedStep step, MirrorOptions options) => step switch
    {
        StampedStep.Lock => [new LockStorage(options).CandidateFile, new LockStorage(options).ReferrersCandidateFile, options.LockFile, options.ReferrersLockFile, options.PolicyFile],
        StampedStep.EmitResources => [options.LockFile, options.ReferrersLockFile, .. Optional(options.CaBundle), .. Resources(options)],
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private static IEnumerable<string> Optional(string? file) => file is null ? [] : [file];

    private static IEnumerable<string> Resources(MirrorOptions options) =>
        new[] { Path.Combine(options.OutputFolder, "cluster-resources"), options.InstallerFolder }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal));

    // As the options reader takes them: what the project gives, else the environment variable.
    private static void AppendArguments(IncrementalHash hash, RunOptions options)
    {
        foreach (var argument in MirrorArguments.All)
        {
            var values = options.Given.FirstOrDefault(given => given.Argument == argument)?.Values
                ?? [options.Variables.GetValueOrDefault(argument.EnvironmentVariable) ?? ""];
            foreach (var value in values)
            {
                Append(hash, value);
            }
        }
    }

    private static async Task<byte[]> HashAsync(string file, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            return await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Append(IncrementalHash hash, string text) => Append(hash, Encoding.UTF8.GetBytes(text));

    private static void Append(IncrementalHash hash, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
