using LoadLab.Core.Capacity;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Forecast;
using LoadLab.Core.Lint;

namespace LoadLab.Cli.Documents;

/// <summary>The words of documents, which the terminal has too. Part of the schema: never changed, only added to.</summary>
internal static class VerbWords
{
    /// <summary>Whether a run decides an SLO; empty for what is none.</summary>
    public static string InRun(CatalogueEntry entry) => entry switch
    {
        Slo { NotMeasured.Length: > 0 } => "not measured",
        Slo { Required: true } => "required",
        Slo => "shown",
        _ => "",
    };

    /// <summary>The severity of a diagnostic.</summary>
    public static string Of(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };

    /// <summary>Whether a plan can decide an SLO.</summary>
    public static string Of(ForecastAnswer answer) => answer switch
    {
        ForecastAnswer.Decides => "decides",
        ForecastAnswer.TooShort => "too-short",
        ForecastAnswer.ProbablyTooShort => "probably-too-short",
        ForecastAnswer.Depends => "depends",
        ForecastAnswer.NotMeasured => "not-measured",
        _ => "out-of-scope",
    };

    /// <summary>How a capacity search ended.</summary>
    public static string Of(CapacityStatus status) => status switch
    {
        CapacityStatus.Found => "found",
        CapacityStatus.AtLeast => "at-least",
        CapacityStatus.LessThan => "less-than",
        CapacityStatus.Open => "open",
        CapacityStatus.Invalid => "invalid",
        _ => "interrupted",
    };

    /// <summary>What a capacity search raised.</summary>
    public static string Of(CapacityModel model) => model == CapacityModel.Rate ? "rate" : "users";
}
