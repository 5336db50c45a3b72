using System.Text.Json.Serialization;
using LoadLab.Core.Comparison;
using LoadLab.Core.Forecast;
using LoadLab.Core.Gate;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;

namespace LoadLab.Cli.Documents;

/// <summary>What a plan can decide, and with a baseline which changes a gate will see.</summary>
internal sealed record ForecastDocument(
    int SchemaVersion,
    string Suite,
    double Seconds,
    double MostDrainSeconds,
    int ExitCode,
    IReadOnlyList<ForecastDocument.PhasePart> Phases,
    IReadOnlyList<ForecastDocument.SloPart> Slos,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ForecastDocument.BaselinePart? Baseline,
    IReadOnlyList<string> Warnings)
{
    public static ForecastDocument Of(RunForecast forecast, ChangeForecast? changes) => new(
        1,
        forecast.Plan.Suite,
        forecast.Plan.Duration.TotalSeconds,
        forecast.MostDrain.TotalSeconds,
        (int)forecast.ExitCode,
        [.. forecast.Phases.Select(PhasePart.Of)],
        [.. forecast.Slos.Select(slo => new SloPart(slo.Id, slo.Required, VerbWords.Of(slo.Answer), slo.Needs, slo.Brings, slo.Hold?.TotalSeconds, slo.Reason))],
        changes is null ? null : BaselinePart.Of(changes),
        forecast.Warnings);

    internal sealed record PhasePart(string Name, string Model, long Users, double RatePerSecond, double Seconds, double MeasuredSeconds, double Iterations)
    {
        public static PhasePart Of(PhaseForecast phase) => new(
            phase.Plan.Name,
            phase.Plan.Model == LoadModel.Open ? "open" : "closed",
            phase.Users,
            phase.RatePerSecond,
            phase.Plan.Duration.TotalSeconds,
            phase.Plan.MeasuredDuration.TotalSeconds,
            Math.Floor(phase.Iterations));
    }

    internal sealed record SloPart(
        string Id,
        bool Required,
        string Answer,
        long Needs,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Brings,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? HoldSeconds,
        string Reason);

    internal sealed record BaselinePart(string Name, IReadOnlyList<string> Runs, double Power, IReadOnlyList<ForecastFigurePart> Figures, IReadOnlyList<string> Notes)
    {
        public static BaselinePart Of(ChangeForecast changes) => new(changes.Baseline, changes.Runs, DetectableShift.Power, [.. changes.Figures.Select(ForecastFigurePart.Of)], changes.Notes);
    }

    internal sealed record ForecastFigurePart(
        string Phase, string Figure, double ValueMs, double Margin, double PlannedSeconds, double SmallestChange, double SmallestChangeEver, IReadOnlyList<ChangeNeedPart> Changes)
    {
        public static ForecastFigurePart Of(FigureForecast figure) => new(
            figure.Phase,
            figure.Kind.Word(),
            figure.Value,
            figure.Margin,
            figure.Planned.TotalSeconds,
            figure.Smallest,
            figure.SmallestEver,
            [.. figure.Changes.Select(need => new ChangeNeedPart(need.Change, need.IsWithinMargin, need.Hold?.TotalSeconds, need.RunsEach))]);
    }

    internal sealed record ChangeNeedPart(double Change, bool WithinMargin, double? HoldSeconds, int? RunsEach);
}
