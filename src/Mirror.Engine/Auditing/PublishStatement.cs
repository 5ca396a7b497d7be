using System.Globalization;
using System.Text.Json;
using Mirror.Engine.Reporting;

namespace Mirror.Engine.Auditing;

/// <summary>
/// A record as an in-toto statement (https://github.com/in-toto/attestation, Statement v1) with a predicate of type link: the images at the destination are its
/// subjects, configuration and lock its materials.
/// </summary>
internal static class PublishStatement
{
    /// <summary>What an envelope says that it carries.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    private const string StatementType = "https://in-toto.io/Statement/v1";
    private const string PredicateType = "https://in-toto.io/attestation/link/v0.3";

    public static byte[] Write(PublishRecord record) => IndentedJson.Object(json =>
    {
        json.WriteString("_type", StatementType);

        // A statement must have a subject; a run that brought nothing is about its lock.
        json.Objects("subject", record.Present.Count > 0 ? record.Present : record.Materials, subject => WriteArtifact(json, subject.Name, subject.Digest));
        json.WriteString("predicateType", PredicateType);
        json.WriteStartObject("predicate");
        json.WriteString("name", "publish");
        json.Objects("materials", record.Materials, material => WriteArtifact(json, material.Name, material.Digest));
        json.WriteStartObject("byproducts");
        WriteResults(json, record);
        json.WriteEndObject();
        json.WriteStartObject("environment");
        json.OptionalText("actor", record.Actor.Name);
        json.OptionalText("pipeline", record.Actor.Pipeline);
        json.OptionalText("commit", record.Actor.Commit);
        json.WriteString("machine", record.Machine);
        json.WriteString("startedOn", Time(record.StartedOn));
        json.WriteString("finishedOn", Time(record.FinishedOn));
        json.WriteString("tool", $"Mirror {typeof(PublishStatement).Assembly.GetName().Version!.ToString(fieldCount: 3)}");
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteResults(Utf8JsonWriter json, PublishRecord record)
    {
        json.WriteString("lock", record.Pins.ToString());
        json.WriteString("destination", record.Destination);
        json.WriteString("outcome", JsonNamingPolicy.CamelCase.ConvertName(record.ExitCode.ToString()));
        json.WriteNumber("exitCode", (int)record.ExitCode);
        json.OptionalText("part", record.Part);
        json.WriteNumber("present", record.Present.Count);
        json.WriteNumber("copied", record.Copied);
        json.OptionalText("failure", record.Failure);
        json.Objects("missing", record.Missing, missing =>
        {
            json.WriteString("image", missing.Image.Origin.ToString());
            json.WriteString("target", missing.Image.Target.ToString());
            json.WriteString("because", missing.Image.Because);
            json.WriteString("reason", missing.Reason);
        });
    }

    private static void WriteArtifact(Utf8JsonWriter json, string name, Digest digest)
    {
        json.WriteString("name", name);
        json.WriteStartObject("digest");
        json.WriteString(digest.Algorithm, digest.Hex);
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
