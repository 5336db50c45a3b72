using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>Judges the limits that scenarios' code sets, as required rows of tier <c>slo</c> and source <c>code</c>, worst phase first like any row.</summary>
internal static class ThresholdJudge
{
    /// <summary>The source of such a verdict.</summary>
    public const string Source = "code";

    public static IEnumerable<SloVerdict> Judge(RunView view, Validity validity) => view.Record.Plan.Phases
        .SelectMany(phase => phase.Thresholds, (phase, threshold) => (Phase: phase.Name, Threshold: threshold))
        .GroupBy(pair => pair.Threshold)
        .Select(group => Judge(view, group.Key, group.Select(pair => pair.Phase).ToHashSet(StringComparer.Ordinal), validity));

    private static SloVerdict Judge(RunView view, ThresholdPlan threshold, HashSet<string> phases, Validity validity)
    {
        var slo = ToSlo(threshold);
        var own = view.Only(threshold.Scenario, threshold.Step);
        var service = new ServiceMap($"{threshold.Scenario}/{threshold.Step}", $"{threshold.Scenario}/{threshold.Step}", ["*"], []);
        var judgements = view.Phases.Where(phase => phases.Contains(phase.Name)).Select(phase => JudgePhase(view, own, threshold, slo, service, phase)).ToList();
        var judgement = judgements.Count == 0 ? Judgement.NotMeasured("No phase ran that it could be measured in.") : Judgement.Worst(judgements, slo.Objective);
        return VerdictRule.Of(slo, judgement, view.Record, validity) with
        {
            Measure = threshold.Percentile is null ? MeasureNames.HttpErrorRatio : MeasureNames.HttpResponseTime,
            Percentile = threshold.Percentile,
            Series = judgement.Samples > 0 ? [$"{threshold.Scenario}/{threshold.Step}"] : [],
        };
    }

    private static Judgement JudgePhase(RunView view, RunView own, ThresholdPlan threshold, Slo slo, ServiceMap service, PhaseResult phase)
    {
        var judgement = slo is ResponseTimeSlo times ? ResponseTimeJudge.Judge(own, times, service, phase) : RatioJudge.JudgeErrors(own, (ErrorRatioSlo)slo, service, phase);
        return judgement.Verdict == Verdict.NotMeasured ? judgement with { Reason = $"Nothing of {service.Name} ended in the measured time.{WhyNone(view, threshold)}" } : judgement with { Phase = phase.Name };
    }

    /// <summary>A step that the scenario does not have, with those that it has.</summary>
    private static string WhyNone(RunView view, ThresholdPlan threshold)
    {
        var steps = view.Record.Slices.Where(slice => slice.Key.Scenario == threshold.Scenario && slice.Key.Step != SeriesKey.WholeIteration).Select(slice => slice.Key.Step).Distinct().Order(StringComparer.Ordinal).ToList();
        return steps.Count == 0 || steps.Contains(threshold.Step) || threshold.Step == SeriesKey.WholeIteration ? ""
            : $" The scenario has no step '{threshold.Step}'; it has: {StepNames.Listed(steps)}.{NearestName.Sentence(threshold.Step, steps)}";
    }

    /// <summary>The row that a limit in code stands for.</summary>
    public static Slo ToSlo(ThresholdPlan threshold)
    {
        var what = threshold.Step == SeriesKey.WholeIteration ? threshold.Scenario : $"{threshold.Scenario}, {threshold.Step}";
        return threshold.Percentile is { } percentile
            ? new ResponseTimeSlo
            {
                Id = threshold.Id,
                Title = string.Create(CultureInfo.InvariantCulture, $"{what}: response time P{percentile}"),
                Tier = SloTier.Slo,
                Source = Source,
                Objective = new Objective(ComparisonOperator.LessThan, threshold.Below, "ms", DurationValue.Format(TimeSpan.FromMilliseconds(threshold.Below))),
                Service = "",
                Measure = MeasureNames.HttpResponseTime,
                Percentile = percentile,
            }
            : new ErrorRatioSlo
            {
                Id = threshold.Id,
                Title = $"{what}: failed",
                Tier = SloTier.Slo,
                Source = Source,
                Objective = new Objective(ComparisonOperator.LessThan, threshold.Below, "ratio", (threshold.Below * 100).ToString("0.######", CultureInfo.InvariantCulture) + "%"),
                Service = "",
            };
    }
}
