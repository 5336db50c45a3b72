using System.Text.Json;
using LoadLab.Core.Comparison;
using LoadLab.Reporting.Figures;

namespace LoadLab.Cli.Terminal;

/// <summary>A comparison as one JSON document. Times are ms; shifts are parts of the value before, for error ratios differences; null is no bound.</summary>
internal static class ComparisonJson
{
    public static string Of(RunComparison comparison) => JsonText.Object(json =>
    {
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("suite", comparison.Suite);
        JsonText.Strings(json, "before", comparison.Before);
        JsonText.Strings(json, "after", comparison.After);
        json.WriteString("verdict", ShiftWords.Verdict(comparison.Verdict));
        json.WriteNumber("exitCode", (int)comparison.ExitCode);
        json.WriteString("method", comparison.Method);
        json.WriteStartObject("margin");
        json.WriteNumber("relative", comparison.Margin.Relative);
        json.WriteNumber("floorMs", comparison.Margin.FloorMs);
        json.WriteNumber("errorRatio", comparison.Margin.ErrorRatio);
        json.WriteEndObject();
        if (comparison.Noise is { } noise)
        {
            json.WriteStartObject("noise");
            json.WriteString("calibratedAt", noise.CalibratedAt);
            JsonText.Strings(json, "runs", noise.Runs);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("noise");
        }

        JsonText.Objects(json, "differences", comparison.Differences, fact =>
        {
            json.WriteString("key", fact.Key);
            JsonText.Strings(json, "before", fact.Before);
            JsonText.Strings(json, "after", fact.After);
            json.WriteBoolean("matters", fact.Matters);
        });
        if (comparison.Facts is { } facts)
        {
            JsonText.Strings(json, "compared", facts.Compared);
            JsonText.Strings(json, "notKnown", facts.NotKnown);
        }

        json.WriteStartArray("figures");
        foreach (var figure in comparison.Figures)
        {
            Figure(json, figure);
        }

        json.WriteEndArray();
        JsonText.Strings(json, "notes", comparison.Notes);
    });

    private static void Figure(Utf8JsonWriter json, ComparedFigure figure)
    {
        json.WriteStartObject();
        json.WriteString("phase", figure.Step.Phase);
        json.WriteString("scenario", figure.Step.Scenario);
        json.WriteString("step", figure.Step.Step);
        json.WriteString("figure", figure.Kind.Word());
        json.WriteString("unit", figure.Kind.Unit());
        json.WriteString("verdict", ShiftWords.Verdict(figure.Verdict));
        JsonText.Number(json, "before", figure.Before);
        JsonText.Number(json, "after", figure.After);
        JsonText.Number(json, "shift", figure.Shift.Estimate);
        JsonText.Number(json, "low", figure.Shift.Low);
        JsonText.Number(json, "high", figure.Shift.High);
        JsonText.Number(json, "margin", figure.Margin);
        json.WriteString("reason", figure.Reason);
        json.WriteEndObject();
    }
}
