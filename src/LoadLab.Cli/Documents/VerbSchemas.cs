using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using LoadLab.Core.Noise;
using LoadLab.Core.Production;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Documents;

/// <summary>The JSON schema of each document: by the words of the command whose <c>--json</c> prints it.</summary>
internal static class VerbSchemas
{
    /// <summary>What a command prints in place of its document when something went wrong.</summary>
    public const string Error = "error";

    private static readonly (string[] Commands, string Title, Func<JsonNode> Schema)[] s_all =
    [
        (["run", "http", "report", "runs show", "runs merge", "runs approve", "import k6"], "A run of LoadLab: run.json", () => RunDocumentWriter.Schema),
        (["capacity"], "A run of LoadLab: run.json; with --vary the capacity of each variant", () => new JsonObject
        {
            ["anyOf"] = new JsonArray(RunDocumentWriter.Schema, Of(JsonText.Context.CapacityStudyDocument)),
        }),
        (["gate"], "A gate of LoadLab: the run, and the decision", () => GateDocument.Schema),
        (["compare"], "A comparison of runs; of capacity searches by their capacities", () => new JsonObject
        {
            ["anyOf"] = new JsonArray(Of(JsonText.Context.ComparisonDocument), Of(JsonText.Context.CapacityComparisonDocument)),
        }),
        (["trend"], "The history of a suite's measures", () => Of(JsonText.Context.TrendDocument)),
        (["plan"], "What a plan can decide", () => Of(JsonText.Context.ForecastDocument)),
        (["plan-capacity"], "What a demand needs, month by month", () => Of(JsonText.Context.CapacityPlanDocument)),
        (["noise"], "How much runs of one thing vary; with --check also what the check saw", () => new JsonObject
        {
            ["anyOf"] = new JsonArray(NoiseStore.Schema, Of(JsonText.Context.NoiseDocument)),
        }),
        (["baseline set"], "The baseline of a suite", () => BaselineStore.Schema),
        (["baseline show"], "The baselines of a directory", () => Of(JsonText.Context.BaselinesDocument)),
        (["runs list"], "The runs of a directory", () => Of(JsonText.Context.RunListDocument)),
        (["report slo"], "How a period kept the SLAs and SLOs", () => ComplianceJson.Schema),
        (["import prometheus"], "What was imported from Prometheus", () => ImportStore.Schema),
        (["slo list"], "The entries of a catalogue", () => Of(JsonText.Context.SloListDocument)),
        (["slo show"], "An entry of a catalogue", () => Of(JsonText.Context.SloEntryDocument)),
        (["slo lint"], "The diagnostics of a catalogue", () => Of(JsonText.Context.LintDocument)),
        (["slo measures"], "The measures that there are", () => Of(JsonText.Context.MeasuresDocument)),
        (["slo status"], "Where the error budgets stand", () => Of(JsonText.Context.SloStatusDocument)),
        (["selftest"], "The rows of the self-test", () => Of(JsonText.Context.SelfTestDocument)),
        (["doctor"], "The checks of the machine", () => Of(JsonText.Context.DoctorDocument)),
        ([Error], "What went wrong, in place of any other document", () => Of(JsonText.Context.ErrorDocument)),
    ];

    /// <summary>The words of all commands that have a document, and <see cref="Error"/>.</summary>
    public static IReadOnlyList<string> Commands { get; } = [.. s_all.SelectMany(one => one.Commands)];

    /// <summary>The schema of a command's document; null when it has none.</summary>
    public static JsonObject? Find(string command) =>
        s_all.Where(one => one.Commands.Contains(command, StringComparer.Ordinal)).Select(one => DocumentSchema.Document(one.Title, one.Schema())).FirstOrDefault();

    private static JsonNode Of(JsonTypeInfo kind) => DocumentSchema.Of(kind);
}
