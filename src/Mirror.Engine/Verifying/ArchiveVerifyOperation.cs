using System.Globalization;
using System.Text;
using System.Text.Json;
using Mirror.Oci.Archives;
using Mirror.Oci.Archives.OcMirror;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Verifying;

/// <summary>Reads archives to their last bit, offline, and reports on each segment (<c>plan/segments.json</c>). What is right Publish need not read before it pushes.</summary>
internal sealed class ArchiveVerifyOperation(MirrorOptions options, CopyProgress progress)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var files = ArchiveFiles.Find(options.From);
        progress.Plan(0, files.Sum(file => new FileInfo(file).Length));
        var check = new SegmentCheck(progress);
        var verified = new VerifiedArchives(options);
        foreach (var file in files)
        {
            // As they are before they are read, so that a change meanwhile is noticed.
            await verified.OpenAsync(file, cancellationToken).ConfigureAwait(false);
        }

        var reports = new List<SegmentReport>();
        // One after the other: a disk is read best from its beginning to its end.
        foreach (var file in files.Where(file => OcMirrorFile.TryParse(file) is null))
        {
            reports.Add(await check.CheckAsync(file, cancellationToken).ConfigureAwait(false));
        }

        foreach (var group in files.Select(OcMirrorFile.TryParse).OfType<OcMirrorFile>().GroupBy(file => (Path.GetDirectoryName(file.Path), file.Sequence is null)))
        {
            using var archive = await OcMirrorArchive.OpenAsync(group, cancellationToken).ConfigureAwait(false);
            reports.AddRange(await archive.CheckAsync(progress, cancellationToken).ConfigureAwait(false));
        }

        foreach (var report in reports)
        {
            var file = await verified.OpenAsync(report.Path, cancellationToken).ConfigureAwait(false);
            if (report.Problems.Count == 0)
            {
                file.AddWhole();
            }
            else
            {
                file.Forget();
            }
        }

        await verified.SaveAsync(cancellationToken).ConfigureAwait(false);
        var absent = await AbsentAsync(reports, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(Path.Combine(options.OutputFolder, "plan", "segments.json"), Write(reports, absent), cancellationToken).ConfigureAwait(false);
        Diagnostic[] problems =
        [
            .. reports.SelectMany(report => report.Problems),
            .. absent.Select(file => MirrorErrors.ArchiveDamaged.Diagnostic($"The segment '{file}' is not here; the others of its archive are.")),
        ];
        if (problems.Length > 0)
        {
            var bad = reports.Count(report => report.Problems.Count > 0);
            throw new MirrorException(
            [
                .. problems,
                MirrorErrors.ArchiveDamaged.Diagnostic(string.Create(
                    CultureInfo.InvariantCulture, $"{bad} of {Counted.Of(reports.Count, "segment", "segments")} {(bad == 1 ? "is" : "are")} damaged, and {absent.Count} {(absent.Count == 1 ? "is" : "are")} missing. Copy those that are named above again.")),
            ])
            {
                ExitCode = ExitCode.Different,
            };
        }

        return StepResult.Done($"{Counted.Of(reports.Count, "segment is", "segments are")} right to the last bit, {ByteSize.Format(reports.Sum(report => report.Size))}");
    }

    private static async Task<IReadOnlyList<string>> AbsentAsync(IReadOnlyList<SegmentReport> reports, CancellationToken cancellationToken)
    {
        var present = reports.Select(report => Path.GetFileName(report.Path)).ToHashSet(StringComparer.Ordinal);
        var expected = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var report in reports.Where(report => report is { Problems.Count: 0, Checksum: not null }))
        {
            using var segment = await ArchiveSegment.OpenAsync(report.Path, cancellationToken).ConfigureAwait(false);
            expected.UnionWith(Enumerable.Range(1, segment.Contents.Segments.Count).Select(segment.Contents.Name.SegmentFile));
        }

        return [.. expected.Where(file => !present.Contains(file))];
    }

    private static string Write(IReadOnlyList<SegmentReport> reports, IReadOnlyList<string> absent)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartArray();
            foreach (var report in reports)
            {
                json.WriteStartObject();
                json.WriteString("file", Path.GetFileName(report.Path));
                json.WriteNumber("size", report.Size);
                json.WriteString("state", report.Problems.Count == 0 ? "right" : "damaged");
                if (report.Checksum is { } checksum)
                {
                    json.WriteString("sha256", checksum.Hex);
                }

                json.WriteStartArray("problems");
                foreach (var problem in report.Problems)
                {
                    json.WriteStringValue(problem.Message);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            foreach (var file in absent)
            {
                json.WriteStartObject();
                json.WriteString("file", file);
                json.WriteString("state", "missing");
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }
}
