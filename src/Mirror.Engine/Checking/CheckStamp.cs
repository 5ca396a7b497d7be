using System.Security.Cryptography;
using System.Text;
using Mirror.Oci.Store;

namespace Mirror.Engine.Checking;

/// <summary>
/// Remembers which inputs were found right: a hash over the content of configuration and lock and over what else decides the answer, then a line for each file
/// that the configuration names. Times do not count, so a fresh clone in CI is as incremental as a laptop that keeps its outputs.
/// </summary>
internal sealed class CheckStamp(MirrorOptions options)
{
    private string StampFile => Path.Combine(options.OutputFolder, "plan", "check.stamp");

    /// <summary>Whether exactly these inputs passed before without a warning; warnings are told at every run.</summary>
    public async Task<bool> IsValidAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(StampFile))
        {
            return false;
        }

        var lines = (await File.ReadAllTextAsync(StampFile, cancellationToken).ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0
            && lines[0] == await ComputeAsync(cancellationToken).ConfigureAwait(false)
            && await AreUnchangedAsync(lines[1..], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The inputs as they are now are right.</summary>
    /// <param name="files">What <see cref="NamedFiles"/> found.</param>
    public async Task WriteAsync(IReadOnlyDictionary<string, Digest> files, CancellationToken cancellationToken)
    {
        var lines = files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => Line(file.Key, file.Value))
            .Prepend(await ComputeAsync(cancellationToken).ConfigureAwait(false));
        await AtomicFile.WriteAsync(StampFile, string.Concat(lines.Select(line => $"{line}\n")), cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> AreUnchangedAsync(string[] lines, CancellationToken cancellationToken)
    {
        foreach (var line in lines)
        {
            var path = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            if (await NamedFiles.FindDigestAsync(path, options.ConfigurationFolder, cancellationToken).ConfigureAwait(false) is not { } digest || Line(path, digest) != line)
            {
                return false;
            }
        }

        return true;
    }

    private static string Line(string path, Digest digest) => $"{digest} {path}";

    private async Task<string> ComputeAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes($"{typeof(CheckStamp).Module.ModuleVersionId} {options.LockMode} {options.RemoveSignatures} {options.NoRelease}"));
        foreach (var file in (string[])[options.ConfigurationFile, options.LockFile, options.ReferrersLockFile])
        {
            Append(hash, File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false) : []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, byte[] content)
    {
        hash.AppendData(BitConverter.GetBytes(content.LongLength));
        hash.AppendData(content);
    }
}
