using System.Text.Json;
using Mirror.Engine.Describing;
using Mirror.Engine.Policies;
using Mirror.Engine.Reporting;

namespace Mirror.Engine.Diffing;

/// <summary>The report for machines: everything, in full. Fields are only ever added.</summary>
internal static class DiffJson
{
    public static byte[] Write(string mirror, LockDiff diff, IReadOnlyList<PolicyFinding> findings) => IndentedJson.Object(json =>
    {
        json.WriteString("mirror", mirror);
        json.WriteString("base", diff.Old.Name);
        json.WriteString("lock", diff.New.Name);
        json.Objects("policy", findings, finding =>
        {
            json.WriteString("rule", finding.Rule.Id);
            json.WriteString("severity", finding.IsError ? "error" : "warning");
            json.WriteString("message", finding.ToDiagnostic().Message);
        });
        json.Objects("changes", diff.Changes, change => WriteChange(json, change));
        json.Objects("signatures", diff.Signatures, change =>
        {
            json.WriteString("image", change.Image.ToString());
            json.Texts("lost", change.Lost);
            json.Texts("gained", change.Gained);
        });
        json.WriteStartObject("images");
        json.WriteNumber("total", diff.New.Images.Count);
        json.WriteNumber("kept", diff.KeptImages);
        json.WriteNumber("bytesToDownload", diff.NewBytes);
        json.WriteNumber("bytesToPush", diff.NewBytes);
        json.WriteNumber("bytesFreed", diff.GoneBytes);
        json.Objects("added", diff.NewImages, image => WriteImage(json, image, diff.New.IsSigned(image.Image.Digest!.Value)));
        json.Objects("removed", diff.GoneImages, image => WriteImage(json, image, diff.Old.IsSigned(image.Image.Digest!.Value)));
        json.WriteEndObject();
    });

    private static void WriteChange(Utf8JsonWriter json, ItemChange change)
    {
        json.WriteString("change", Name(change.Change));
        json.WriteString("kind", Name(change.Kind));
        json.OptionalText("scope", change.Scope);
        json.WriteString("name", change.Line);
        json.Objects("removed", change.Removed, item => WriteItem(json, item));
        json.Objects("added", change.Added, item => WriteItem(json, item));
        json.Texts("kept", change.Kept.Select(item => item.Label));
    }

    private static void WriteItem(Utf8JsonWriter json, LockedItem item)
    {
        json.WriteString("version", item.Version);
        json.OptionalText("detail", item.Detail);
        json.OptionalText("image", item.Image?.Image.ToString());
        json.OptionalText("link", item.Link);
        json.WriteString("source", item.SourceKey);
        if (item.Risks.Count > 0)
        {
            json.Objects("risks", item.Risks, risk =>
            {
                json.WriteString("name", risk.Name);
                json.WriteString("message", risk.Message);
                json.OptionalText("link", risk.Link);
            });
        }
    }

    private static void WriteImage(Utf8JsonWriter json, ImageShare image, bool isSigned)
    {
        json.WriteString("image", image.Image.ToString());
        json.WriteNumber("size", image.Size);
        json.WriteBoolean("isSigned", isSigned);
        json.Texts("kinds", image.Kinds.Select(Name));
    }

    private static string Name<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
