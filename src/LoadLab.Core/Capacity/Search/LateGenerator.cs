using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Capacity.Search;

/// <summary>
/// What a step says although the generator was late in it, as it is where it shares a machine with the target. Lateness only adds to a response time, which counts
/// from the intended start. So rows that pass with it in them would pass without it, as long as the whole load was offered; and a row that its service times miss
/// by more than the generator was late is missed by the target. Between the two the step says nothing. Pure.
/// </summary>
internal static class LateGenerator
{
    /// <summary>Checks that find lateness and nothing else.</summary>
    private static readonly string[] s_lateness = ["schedule-lag", "canary", "generator-paused", "gc-pause", "machine-cpu"];

    /// <summary>Part of a user's cycle that lateness may take: by so much fewer requests are offered in the closed model.</summary>
    private const double MostOfCycle = 0.02;

    /// <summary>Holds or breaks; null when it cannot be said.</summary>
    public static StepOutcome? Decides(RunRecord record, RunEvaluation judged, SloCatalogue catalogue, IReadOnlyList<SloVerdict> measured)
    {
        var (phase, plan) = (record.Phases[0], record.Plan.Phases[0]);
        if (judged.Validity.Findings.Any(finding => finding.Severity == FindingSeverity.Invalid && BottleneckFinder.GeneratorChecks.Contains(finding.Check) && !s_lateness.Contains(finding.Check)))
        {
            return null;
        }

        var lag = PackedHistogram.Merge(record.Seconds.Where(second => second.Phase == phase.Name && second.Measured).Select(second => second.Lag));
        var late = lag.TotalCount == 0 ? double.PositiveInfinity : lag.PercentileMicros(99) / 1000.0;
        if (measured.Any(row => catalogue.Slos.FirstOrDefault(slo => slo.Id == row.Id) is ResponseTimeSlo { Measure: MeasureNames.HttpResponseTime or MeasureNames.HttpServiceTime } slo
            && slo.Objective.WantsLess && ServiceMs(record, phase, catalogue.Services[slo.Service], slo.Percentile) - late > row.Limit))
        {
            return StepOutcome.Breaks;
        }

        var onlyLateness = judged.Validity.Findings.All(finding => finding.Severity != FindingSeverity.Invalid || s_lateness.Contains(finding.Check));
        var wasOffered = phase.Measured.Dropped == 0 && (plan.Model == LoadModel.Open || late <= MostOfCycle * plan.ThinkTime.Mean.TotalMilliseconds);
        return onlyLateness && wasOffered && measured.Count > 0 && measured.All(row => IsInside(row, catalogue)) ? StepOutcome.Holds : null;
    }

    /// <summary>Whether the whole interval lies inside the limit, whatever the verdict of an invalid run is.</summary>
    private static bool IsInside(SloVerdict row, SloCatalogue catalogue) => row is { Low: { } low, High: { } high, Measured: { } measured }
        && catalogue.Slos.First(slo => slo.Id == row.Id).Objective.Judge(new Interval(measured, low, high)) == Verdict.Pass;

    private static double ServiceMs(RunRecord record, PhaseResult phase, ServiceMap service, double percentile)
    {
        var withSteps = record.Slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration).Select(slice => slice.Key.Scenario).ToHashSet(StringComparer.Ordinal);
        var times = PackedHistogram.Merge(record.Slices
            .Where(slice => slice.Key.Measured && slice.Key.Phase == phase.Name && slice.Key.Class == ResultClasses.Ok && service.Covers(slice.Key, withSteps.Contains(slice.Key.Scenario)))
            .Select(slice => slice.Service));
        return times.TotalCount == 0 ? 0 : times.PercentileMicros(percentile) / 1000.0;
    }
}
