using System.Text.Json;
using LoadLab.Core.Gate;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Terminal;

/// <summary>
/// The run document, and one more member <c>gate</c> with the decision of the whole. The run's own <c>decision</c> and <c>exitCode</c> stay what
/// its SLOs say.
/// </summary>
internal static class GateJson
{
    public static string Of(GateResult gate) => JsonText.Object(json =>
    {
        using var run = JsonDocument.Parse(RunDocumentWriter.ToJson(gate.Record, gate.Evaluation));
        foreach (var member in run.RootElement.EnumerateObject())
        {
            member.WriteTo(json);
        }

        json.WriteStartObject("gate");
        json.WriteString("decision", DocumentWords.Of(gate.Decision));
        json.WriteNumber("exitCode", (int)gate.ExitCode);
        json.WriteString("reason", gate.Reason);
        json.WriteString("baseline", gate.Baseline);
        JsonText.Strings(json, "notCompared", gate.NotCompared);
        if (gate.Comparison is { } comparison)
        {
            using var document = JsonDocument.Parse(ComparisonJson.Of(comparison));
            json.WritePropertyName("comparison");
            document.RootElement.WriteTo(json);
        }
        else
        {
            json.WriteNull("comparison");
        }

        json.WriteEndObject();
    });
}
