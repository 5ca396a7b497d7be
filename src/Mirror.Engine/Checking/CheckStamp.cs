using System.Security.Cryptography;
using System.Text;
using Mirror.Oci.Store;

namespace Mirror.Engine.Checking;

/// <summary>
/// Remembers which inputs were found right: a hash over the content of configuration and lock and over what else decides the answer. Times do not count, so a
/// fresh clone in CI is as incremental as a laptop that keeps its outputs.
/// </summary>
internal sealed class CheckStamp(MirrorOptions options)
{
    private string StampFile => Path.Combine(options.OutputFolder, "plan", "check.stamp");

    /// <summary>Whether exactly these inputs passed before without a warning; warnings are told at every run.</summary>
    public async Task<bool> IsValidAsync(CancellationToken cancellationToken) =>
        File.Exists(StampFile)
        && await File.ReadAllTextAsync(StampFile, cancellationToken).ConfigureAwait(false) == await ComputeAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>The inputs as they are now are right.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken) =>
        await AtomicFile.WriteAsync(StampFile, await ComputeAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<string> ComputeAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes($"{typeof(CheckStamp).Module.ModuleVersionId} {options.LockMode} {options.RemoveSignatures}"));
        foreach (var file in (string[])[options.ConfigurationFile, options.LockFile, options.ReferrersLockFile])
        {
            Append(hash, File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false) : []);
        }

        return $"{Convert.ToHexStringLower(hash.GetHashAndReset())}\n";
    }

    private static void Append(IncrementalHash hash, byte[] content)
    {
        hash.AppendData(BitConverter.GetBytes(content.LongLength));
        hash.AppendData(content);
    }
}
