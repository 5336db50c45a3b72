using System.Text.Json;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Lint;

namespace LoadLab.Cli.Terminal;

/// <summary>The catalogue and its diagnostics as documents for scripts. Pure.</summary>
internal static class SloJson
{
    /// <summary>All entries.</summary>
    public static string List(SloCatalogue catalogue) => JsonText.Object(json =>
    {
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("catalogue", catalogue.Name);
        JsonText.Objects(json, "entries", catalogue.Entries, entry =>
        {
            Members(json, entry);
        });
    });

    /// <summary>One entry.</summary>
    public static string Entry(CatalogueEntry entry) => JsonText.Object(json =>
    {
        json.WriteNumber("schemaVersion", 1);
        Members(json, entry);
    });

    /// <summary>The diagnostics.</summary>
    public static string Lint(IReadOnlyList<Diagnostic> diagnostics) => JsonText.Object(json =>
    {
        json.WriteNumber("schemaVersion", 1);
        JsonText.Objects(json, "diagnostics", diagnostics, diagnostic =>
        {
            json.WriteString("rule", diagnostic.Rule);
            json.WriteString("severity", LintOutput.Word(diagnostic.Severity));
            json.WriteString("id", diagnostic.Id);
            json.WriteString("source", diagnostic.Source);
            json.WriteString("origin", diagnostic.Origin);
            json.WriteString("message", diagnostic.Message);
        });
    });

    private static void Members(Utf8JsonWriter json, CatalogueEntry entry)
    {
        json.WriteString("id", entry.Id);
        json.WriteString("title", entry.Title);
        json.WriteString("kind", entry.Kind);
        json.WriteString("source", entry.Source);
        json.WriteString("original", entry.Original);
        json.WriteString("says", entry.Says);
        json.WriteString("origin", entry.Place.Origin);
        json.WriteStartObject("columns");
        foreach (var (column, words) in entry.Columns)
        {
            json.WriteString(column, words);
        }

        json.WriteEndObject();
        switch (entry)
        {
            case Slo slo:
                json.WriteString("tier", slo.Tier);
                Limit(json, "objective", slo.Objective);
                json.WriteString("window", slo.Window);
                json.WriteString("inRun", SloText.InRun(slo));
                json.WriteString("notMeasured", slo.NotMeasured);
                break;
            case AlertEntry alert:
                Limit(json, "warning", alert.Warning);
                Limit(json, "critical", alert.Critical);
                JsonText.Strings(json, "watches", alert.Watches);
                JsonText.Strings(json, "notify", alert.Notify);
                break;
        }
    }

    private static void Limit(Utf8JsonWriter json, string name, Objective objective)
    {
        json.WriteStartObject(name);
        json.WriteString("comparison", objective.Comparison);
        json.WriteNumber("limit", objective.Limit);
        json.WriteString("unit", objective.Unit);
        json.WriteEndObject();
    }
}
