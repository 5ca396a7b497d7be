using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Releases.Graphs;

/// <summary>Real answers of update services by short names: <c>CHANNEL/ARCHITECTURE</c>, old ones with a letter behind.</summary>
internal static class RealGraphs
{
    private const string New = "134475077ed4eeaedf3c339f12915b9cdaf7d194_";
    private const string Old = "older-from-git-history/";

    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["stable-4.13/amd64"] = "oc-mirror/amd64-stable-4.13.json",
        ["candidate-4.12/multi"] = New + "candidate-4.12_multi_v1.json",
        ["stable-4.7/amd64"] = New + "stable-4.7_amd64_v1.json",
        ["stable-4.7/s390x"] = New + "stable-4.7_s390x_v1.json",
        ["stable-4.8/amd64"] = New + "stable-4.8_amd64_v1.json",
        ["stable-4.8/s390x"] = New + "stable-4.8_s390x_v1.json",
        ["stable-4.9/amd64"] = New + "stable-4.9_amd64_v1.json",
        ["stable-4.9/s390x"] = New + "stable-4.9_s390x_v1.json",
        ["stable-4.2/amd64"] = Old + "421646a6e9592b179c26b3c77d406820c479a19c_stable-4.2_amd64.json",
        ["stable-4.3/amd64"] = Old + "421646a6e9592b179c26b3c77d406820c479a19c_stable-4.3_amd64_v1.json",
        ["stable-4.3/s390x"] = Old + "421646a6e9592b179c26b3c77d406820c479a19c_stable-4.3_s390x_v1.json",
        ["stable-4.3/amd64/old"] = Old + "d980578d2e9b1869b6b1e22711c68c03f0751974_stable-4.3_amd64-production.json",
        ["stable-4.3/s390x/old"] = Old + "b87e7c2782837a3538b0aa3dceb9e8133765ec81_stable-4.3_s390x.json",
        ["stable-4.3/s390x/empty"] = Old + "d980578d2e9b1869b6b1e22711c68c03f0751974_stable-4.3_s390x-production.json",
    };

    public static string Text(string name) => File.ReadAllText(TestData.PathOf("cincinnati", "endpoint-answers", Files[name]));

    public static UpdateGraph Read(string name) => UpdateGraphReader.Read(System.Text.Encoding.UTF8.GetBytes(Text(name)), $"'{name}'");
}
